using System.CommandLine;
using Harombe.Core.Display;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Mcp;

/// <summary><c>harombe mcp diff</c>: how what a server says differs from what was accepted, word by word, and what in it is suspicious.</summary>
internal sealed class McpDiffCommand : Command
{
    private static readonly Argument<string> Server = new("name") { Description = "Its name" };

    public McpDiffCommand(Surroundings here)
        : base("diff", "Show what of an upstream server is not as it was accepted, word by word.")
    {
        Add(Server);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            var name = run.Parsed.GetRequiredValue(Server);
            var answer = await host.GetAsync($"/upstreams/{Uri.EscapeDataString(name)}/diff", cancellationToken).ConfigureAwait(false);
            if (answer.As(UpstreamForms.Default.ListShownDifference, host).Failed(out stop, out var differences)
                || (await UpstreamAsking.FindAsync(host, name, cancellationToken).ConfigureAwait(false)).Failed(out stop, out var upstream))
            {
                return run.Fail(stop);
            }

            if (run.Json)
            {
                run.WriteJson(differences, UpstreamForms.Default.ListShownDifference);
            }
            else
            {
                Write(run, upstream, differences);
            }

            return ExitCode.Done;
        }
    }

    private static void Write(Invocation run, ShownUpstream upstream, List<ShownDifference> differences)
    {
        var output = run.Terminal.Output;
        foreach (var difference in differences)
        {
            output.WriteLine(VisibleText.Line($"{difference.State}: {difference.Kind} {difference.Name}"));
            // Marks and not colours: they survive copying, and nobody can forge them, since every line of the words begins with two spaces.
            output.WriteLine(VisibleText.Lines("  " + string.Concat(difference.Words.Select(Marked)).TrimEnd().Replace("\n", "\n  ", StringComparison.Ordinal)));
        }

        foreach (var sign in upstream.Signs)
        {
            output.WriteLine(VisibleText.Line($"{(sign.Weight == "grave" ? "look out" : "odd")}: {sign.Where}: {sign.What} [{sign.Rule}]"));
        }

        if (differences.Count == 0)
        {
            output.WriteLine(VisibleText.Line($"{upstream.Name} is as it was accepted"));
        }
        else if (upstream.Fingerprint is { } fingerprint)
        {
            output.WriteLine(VisibleText.Line($"to take it as it is: harombe mcp accept {upstream.Name} --fingerprint {fingerprint}"));
        }
    }

    private static string Marked(ShownWords words) => words.Kind switch
    {
        "removed" => $"[-{words.Text.TrimEnd()}-]{words.Text[words.Text.TrimEnd().Length..]}",
        "added" => $"{{+{words.Text.TrimEnd()}+}}{words.Text[words.Text.TrimEnd().Length..]}",
        _ => words.Text,
    };
}
