using System.CommandLine;
using Harombe.Host.Access;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Secrets;

/// <summary><c>harombe secrets revoke</c>: the emergency path.</summary>
internal sealed class SecretRevokeCommand : Command
{
    private static readonly Option<string?> Tool = new("--tool") { Description = "The tool whose leases end, whoever called it.", HelpName = "name" };
    private static readonly Option<string?> Principal = new("--principal") { Description = "The principal whose leases end, whatever it called.", HelpName = "name" };
    private static readonly Option<bool> Lift = new("--lift") { Description = "Let it lease again." };

    public SecretRevokeCommand(Surroundings here)
        : base("revoke", "In an emergency: end every lease of a tool or a principal, block further ones, and quarantine every secret that it was ever given.")
    {
        Add(Tool);
        Add(Principal);
        Add(Lift);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var asked = new RevocationAsked(run.Parsed.GetValue(Tool), run.Parsed.GetValue(Principal), run.Parsed.GetValue(Lift));
        if (asked.Tool is null == asked.Principal is null)
        {
            return run.Fail(Stop.Usage("name one tool or one principal", "harombe secrets revoke --tool <name>"));
        }

        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            var answer = await host.SendAsync(HttpMethod.Post, "/secrets/revoke", asked, SecretCareForms.Default.RevocationAsked, cancellationToken).ConfigureAwait(false);
            return asked.Lift ? Lifted(run, answer.As(SecretCareForms.Default.LeasesLifted, host)) : Revoked(run, answer.As(SecretCareForms.Default.LeasesRevoked, host), asked);
        }
    }

    private static int Lifted(Invocation run, Answer<LeasesLifted> answer)
    {
        if (answer.Failed(out var stop, out var lifted))
        {
            return run.Fail(stop);
        }

        if (run.Json)
        {
            run.WriteJson(lifted, SecretCareForms.Default.LeasesLifted);
        }

        run.Say(lifted.Lifted ? "it may lease again; quarantined secrets stay so until they have other values" : "it was not blocked");
        return ExitCode.Done;
    }

    private static int Revoked(Invocation run, Answer<LeasesRevoked> answer, RevocationAsked asked)
    {
        if (answer.Failed(out var stop, out var revoked))
        {
            return run.Fail(stop);
        }

        if (run.Json)
        {
            run.WriteJson(revoked, SecretCareForms.Default.LeasesRevoked);
        }

        run.Say($"revoked: {revoked.Ended} running lease(s) ended; {asked.Tool ?? asked.Principal} is leased nothing from now on");
        foreach (var name in revoked.Quarantined)
        {
            run.Say($"  change {name} where it is issued, then: harombe secrets set {name}{(revoked.Unread.Contains(name) ? "  (it could not be read just now)" : "")}");
        }

        if (revoked is { Ended: 0, Quarantined.Count: 0 })
        {
            run.Say($"it was never given a secret here: is the name right? {(asked.Tool is null ? "harombe token list" : "harombe tools; a model is model__<its name>, an upstream's connection <its name>__connection")}");
        }

        if (asked.Principal is not null)
        {
            run.Say("its tokens are another matter: harombe token list");
        }

        return ExitCode.Done;
    }
}
