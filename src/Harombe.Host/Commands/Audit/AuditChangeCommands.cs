using System.CommandLine;
using Harombe.Core.Display;

namespace Harombe.Host.Commands.Audit;

/// <summary><c>harombe audit rotate-key</c>: the old key announces a new one and signs the announcement.</summary>
internal sealed class AuditRotateKeyCommand : Command
{
    public AuditRotateKeyCommand(Surroundings here)
        : base("rotate-key", "Replace the key that signs the audit log; the old one announces the new one, which is written.") =>
        SetAction((parsed, cancellationToken) => AuditChange.RunAsync(here.Begin(parsed), "/audit/key", "", cancellationToken));
}

/// <summary><c>harombe audit erase</c>: a privacy request.</summary>
internal sealed class AuditEraseCommand : Command
{
    private static readonly Argument<string> Principal = new("principal") { Description = "Whose entries lose their bodies." };

    public AuditEraseCommand(Surroundings here)
        : base("erase", "Erase the bodies of all entries of a principal; hashes stay, the log still verifies, and the erasure is an entry.")
    {
        Add(Principal);
        SetAction((parsed, cancellationToken) =>
            AuditChange.RunAsync(here.Begin(parsed), $"/audit/erase/{Uri.EscapeDataString(parsed.GetValue(Principal) ?? "")}", " bodies erased", cancellationToken));
    }
}

/// <summary>Asks the host for a change and writes what came of it.</summary>
internal static class AuditChange
{
    public static async Task<int> RunAsync(Invocation run, string path, string after, CancellationToken cancellationToken)
    {
        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            if ((await host.SendAsync(HttpMethod.Post, path, null, cancellationToken).ConfigureAwait(false)).Failed(out stop, out var answer))
            {
                return run.Fail(stop);
            }

            using (answer)
            {
                run.Terminal.Output.WriteLine(run.Json ? answer.RootElement.GetRawText() : VisibleText.Line(answer.RootElement + after));
                return ExitCode.Done;
            }
        }
    }
}
