using System.CommandLine;
using Harombe.Core.Secrets;
using Harombe.Host.Access;

namespace Harombe.Host.Commands.Secrets;

/// <summary><c>harombe secrets import</c>: takes credentials over from the environment.</summary>
internal sealed class SecretImportCommand : Command
{
    private static readonly Option<bool> All = new("--all") { Description = "Import all that are found, without asking; what is stored already stays." };

    public SecretImportCommand(Surroundings here)
        : base("import", "Offer to store the credentials of known providers that the environment holds.")
    {
        Add(All);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var environment = run.Here.Sources(run.Config, []).Environment;
        var found = ProviderVariables.FoundIn(environment);
        if (found.Count == 0)
        {
            return run.Fail(new Stop(ExitCode.Failed, "secrets.import", "the environment holds no credential of a known provider", "harombe secrets set anthropic/api_key"));
        }

        var all = run.Parsed.GetValue(All);
        if (!all && (run.Json || !run.Terminal.Asks))
        {
            return run.Fail(Stop.Usage($"found {string.Join(", ", found.Select(item => item.Variable))}, and nobody can be asked about them", "harombe secrets import --all"));
        }

        if ((await SecretDoors.OpenAsync(run, cancellationToken).ConfigureAwait(false)).Failed(out var stop, out var door))
        {
            return run.Fail(stop);
        }

        var stored = new List<string>();
        await using (door)
        {
            if ((await door.ListAsync(cancellationToken).ConfigureAwait(false)).Failed(out stop, out var names))
            {
                return run.Fail(stop);
            }

            foreach (var (variable, name) in found)
            {
                // A variable of some shell must not replace, unseen, what somebody stored on purpose.
                var there = names.Secrets.Contains(name.Value);
                if (all && there)
                {
                    run.Say($"kept {name.Value}: there is one already; to replace it: printf %s \"${variable}\" | harombe secrets set {name.Value}");
                    continue;
                }

                if (!all && !await AskAsync(run, variable, name, there, cancellationToken).ConfigureAwait(false))
                {
                    continue;
                }

                if (await door.StoreAsync(name, environment[variable], cancellationToken).ConfigureAwait(false) is { } refused)
                {
                    return run.Fail(refused);
                }

                stored.Add(name.Value);
                run.Say($"stored {name.Value}");
            }
        }

        if (run.Json)
        {
            run.WriteJson(new SecretNames(stored), SecretForms.Default.SecretNames);
        }

        if (stored.Count > 0)
        {
            run.Say("The variables are still set: take them out of your shell's files when nothing else needs them.");
        }

        return ExitCode.Done;
    }

    private static async Task<bool> AskAsync(Invocation run, string variable, SecretName name, bool there, CancellationToken cancellationToken)
    {
        run.Terminal.Error.Write($"store {variable} as {name.Value}{(there ? ", in the place of the one that is stored" : "")}? [y/n] ");
        run.Terminal.Error.Flush();
        return await run.Terminal.Lines.ReadAsync(cancellationToken).ConfigureAwait(false) is { } line && line.Trim().ToLowerInvariant() is ("y" or "yes");
    }
}
