using System.CommandLine;
using System.Text.Json;
using Harombe.Core.Display;

namespace Harombe.Host.Commands.Audit;

/// <summary><c>harombe audit stats</c>: how large the record is, and how far it is signed, anchored and forwarded.</summary>
internal sealed class AuditStatsCommand : Command
{
    public AuditStatsCommand(Surroundings here)
        : base("stats", "Show how many entries there are, up to where they are signed, and who has them.") =>
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            if ((await host.GetAsync("/audit/stats", cancellationToken).ConfigureAwait(false)).Failed(out stop, out var answer))
            {
                return run.Fail(stop);
            }

            using (answer)
            {
                if (run.Json)
                {
                    run.Terminal.Output.WriteLine(answer.RootElement.GetRawText());
                    return ExitCode.Done;
                }

                foreach (var line in Lines(answer.RootElement))
                {
                    run.Terminal.Output.WriteLine(VisibleText.Line(line));
                }

                return ExitCode.Done;
            }
        }
    }

    private static IEnumerable<string> Lines(JsonElement stats)
    {
        yield return $"entries   {stats.GetProperty("entries")} ({stats.GetProperty("fileBytes").GetInt64() / 1024.0 / 1024.0:0.0} MiB)";
        yield return $"signed    {stats.GetProperty("signed")} by {stats.GetProperty("key").GetString() ?? "nobody"}";
        yield return $"erased    {stats.GetProperty("erased")} bodies";
        if (stats.GetProperty("anchors") is { ValueKind: JsonValueKind.Object } anchors)
        {
            foreach (var name in anchors.GetProperty("told").EnumerateArray())
            {
                yield return $"anchored  {name}";
            }

            foreach (var fault in anchors.GetProperty("failed").EnumerateObject())
            {
                yield return $"FAILED    {fault.Name}: {fault.Value}";
            }
        }
        else
        {
            yield return "anchored  nowhere yet (audit.anchors and audit.witnesses in harombe.yaml; 'harombe audit anchor' does it now)";
        }

        foreach (var forward in stats.GetProperty("forwards").EnumerateArray())
        {
            yield return $"forward   {forward.GetProperty("target")}: {forward.GetProperty("behind")} behind {forward.GetProperty("trouble")}";
        }

        foreach (var kind in stats.GetProperty("kinds").EnumerateObject())
        {
            yield return $"  {kind.Value,10}  {kind.Name}";
        }
    }
}
