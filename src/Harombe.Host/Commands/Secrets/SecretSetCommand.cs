using System.CommandLine;
using System.CommandLine.Parsing;
using Harombe.Host.Access;

namespace Harombe.Host.Commands.Secrets;

/// <summary><c>harombe secrets set</c>: stores a value from standard input or a prompt.</summary>
internal sealed class SecretSetCommand : Command
{
    private static readonly Argument<string> Secret = new("name") { Description = "For example anthropic/api_key." };

    // Taken only to be refused in our own words, which don't repeat it.
    private static readonly Argument<string[]> Value = new("value") { Arity = ArgumentArity.ZeroOrMore, Hidden = true };

    public SecretSetCommand(Surroundings here)
        : base("set", "Store a secret. Its value comes from standard input or a prompt, never from an argument.")
    {
        Add(Secret);
        Add(Value);
        Validators.Add(Check);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static void Check(CommandResult result)
    {
        if (result.GetResult(Value)?.Tokens.Count > 0)
        {
            UsageFault.Add(
                result,
                "the value can't be an argument: other users see it in the process list, and the shell keeps it in its history. Change that secret if it was real",
                "printf %s \"$VALUE\" | harombe secrets set <name>");
        }
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (SecretFaults.Name(run.Parsed.GetRequiredValue(Secret), out var name) is { } fault)
        {
            return run.Fail(fault);
        }

        if ((await SecretDoors.OpenAsync(run, cancellationToken).ConfigureAwait(false)).Failed(out var stop, out var door))
        {
            return run.Fail(stop);
        }

        await using (door)
        {
            if ((await SecretInput.ReadAsync(run, name.Value, cancellationToken).ConfigureAwait(false)).Failed(out stop, out var value))
            {
                return run.Fail(stop);
            }

            if (await door.StoreAsync(name, value, cancellationToken).ConfigureAwait(false) is { } refused)
            {
                return run.Fail(refused);
            }
        }

        if (run.Json)
        {
            run.WriteJson(new SecretStored(name.Value), SecretForms.Default.SecretStored);
        }

        run.Say($"stored {name.Value}");
        return ExitCode.Done;
    }
}
