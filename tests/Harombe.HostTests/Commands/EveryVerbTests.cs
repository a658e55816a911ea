using System.Text.Json;
using System.Text.RegularExpressions;

namespace Harombe.HostTests.Commands;

/// <summary>What holds for every verb there is, found by reading the help as a person would, so that a new one is in by itself.</summary>
public sealed partial class EveryVerbTests
{
    // These stay, or speak a protocol of their own.
    private static readonly string[] Staying = ["up", "mcp stdio", "chat"];

    [Fact]
    public async Task Every_verb_has_help_that_says_what_it_does_and_what_each_word_means()
    {
        var verbs = await VerbsAsync();
        Assert.True(verbs.Count > 50, $"{verbs.Count} verbs");
        foreach (var (verb, help) in verbs)
        {
            Assert.True(Described().IsMatch(help), $"{verb} doesn't say what it does:\n{help}");
            Assert.True(help.Contains("--json ", StringComparison.Ordinal), $"{verb} knows no --json");
            Assert.All(
                Sections(help, "Options:", "Arguments:").Where(line => line.StartsWith("  -", StringComparison.Ordinal) || line.StartsWith("  <", StringComparison.Ordinal)),
                line => Assert.True(Explained().IsMatch(line), $"{verb}: nobody says what '{line.Trim()}' means"));
        }
    }

    [Fact]
    public async Task Every_verb_speaks_json_and_nothing_else_when_it_is_asked_to_also_when_it_fails()
    {
        foreach (var (verb, help) in await VerbsAsync())
        {
            if (Sections(help, "Commands:").Any() || Staying.Contains(verb))
            {
                continue;
            }

            using var run = new CommandLineRun();
            var words = Usage().Match(help).Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word.StartsWith('<')).Select(_ => "x1");
            // The one that makes something where it is called.
            string[] place = help.Contains("--output", StringComparison.Ordinal) ? ["--output", Path.Combine(run.Root, "out")] : [];
            var code = await run.RunAsync([.. verb.Split(' '), .. words, .. place, "--json"]);

            // Standard output may be lines of JSON; a fault is one object on standard error.
            Assert.All(run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.True(IsJson(line) || IsJson(run.Out), $"{verb}: {run.Out}"));
            Assert.True(code == 0 || IsJson(run.Error) || IsJson(run.Out), $"{verb} failed with {code} and said:\n{run.Error}");
        }
    }

    private static async Task<List<(string Verb, string Help)>> VerbsAsync()
    {
        var verbs = new List<(string, string)>();
        var open = new Queue<string>([""]);
        while (open.TryDequeue(out var verb))
        {
            using var run = new CommandLineRun();
            Assert.Equal(0, await run.RunAsync([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]));
            if (verb.Length > 0)
            {
                verbs.Add((verb, run.Out));
            }

            foreach (var line in Sections(run.Out, "Commands:").Where(line => line.Length > 2 && line[2] != ' '))
            {
                open.Enqueue($"{verb} {line.Trim().Split(' ')[0]}".Trim());
            }
        }

        return verbs;
    }

    // The lines below a heading, up to the next empty line.
    private static IEnumerable<string> Sections(string help, params string[] headings) =>
        headings.SelectMany(heading => help.Split('\n').SkipWhile(line => line != heading).Skip(1).TakeWhile(line => line.Length > 0));

    private static bool IsJson(string text)
    {
        try
        {
            return JsonElement.Parse(text).ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"Description:\n  \S.{10,}")]
    private static partial Regex Described();

    [GeneratedRegex(@"^  \S.*?  +\S.{5,}$")]
    private static partial Regex Explained();

    [GeneratedRegex(@"Usage:\n  harombe ([^\n]*)")]
    private static partial Regex Usage();
}
