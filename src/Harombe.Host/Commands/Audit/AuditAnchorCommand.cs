using System.CommandLine;
using System.Text.Json;
using Harombe.Core.Display;

namespace Harombe.Host.Commands.Audit;

/// <summary><c>harombe audit anchor</c>: signs the record as it is now and takes the checkpoint outside.</summary>
internal sealed class AuditAnchorCommand : Command
{
    public AuditAnchorCommand(Surroundings here)
        : base("anchor", "Sign the audit log as it is now, tell the witnesses and anchors, and write the checkpoint: keep it elsewhere.") =>
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            if ((await host.SendAsync(HttpMethod.Post, "/audit/anchor", null, cancellationToken).ConfigureAwait(false)).Failed(out stop, out var answer))
            {
                return run.Fail(stop);
            }

            using (answer)
            {
                var round = answer.RootElement;
                var failed = round.GetProperty("failed").EnumerateObject().ToList();
                if (run.Json)
                {
                    run.Terminal.Output.WriteLine(round.GetRawText());
                }
                else if (round.GetProperty("checkpoint").GetString() is { } checkpoint)
                {
                    run.Terminal.Output.Write(VisibleText.Lines(checkpoint));
                    foreach (var name in round.GetProperty("told").EnumerateArray())
                    {
                        run.Say($"told {name}");
                    }

                    foreach (var fault in failed)
                    {
                        run.Say($"FAILED {fault.Name}: {fault.Value}");
                    }
                }

                return round.GetProperty("checkpoint").ValueKind == JsonValueKind.String && failed.Count == 0 ? ExitCode.Done : ExitCode.Failed;
            }
        }
    }
}
