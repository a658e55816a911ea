using System.CommandLine;
using System.Globalization;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Audit;

/// <summary><c>harombe audit search</c>: entries by what they say.</summary>
internal sealed class AuditSearchCommand : Command
{
    private const int Page = 1000;
    private static readonly Argument<string?> Text = new("text") { Description = "A text that the entry contains.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<int> Count = new("-n") { Description = "At most so many entries.", DefaultValueFactory = _ => 100 };
    private static readonly Option<bool> Oldest = new("--oldest") { Description = "The oldest first, not the newest." };
    private static readonly Option<string?> Format = new("--format") { Description = "jsonl or csv, for a program.", HelpName = "form" };

    private static readonly (string Name, Option<string?> Option)[] Filters =
    [
        ("kind", new("--kind") { Description = "A kind (call.intent) or a family of kinds (call.).", HelpName = "kind" }),
        ("tool", new("--tool") { Description = "A tool (files.write) or a family of tools (files.).", HelpName = "tool" }),
        ("principal", new("--principal") { Description = "Who asked.", HelpName = "name" }),
        ("session", new("--session") { Description = "The conversation or MCP session.", HelpName = "id" }),
        ("call", new("--call") { Description = "The call.", HelpName = "id" }),
        ("decision", new("--decision") { Description = "allow, ask or deny.", HelpName = "verdict" }),
        ("since", new("--since") { Description = "From this time on: 2026-11-23 or 2026-11-23T12:00:00Z.", HelpName = "time" }),
        ("until", new("--until") { Description = "Before this time.", HelpName = "time" }),
    ];

    public AuditSearchCommand(Surroundings here)
        : base("search", "Find entries of the audit log, the newest first.")
    {
        Add(Text);
        foreach (var (_, option) in Filters)
        {
            Add(option);
        }

        Add(Count);
        Add(Oldest);
        Add(Format);
        Format.AcceptOnlyFromAmong("jsonl", "csv");
        UsageFault.Bound(Count, 1, 1_000_000, "harombe audit search -n 100");
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
            return run.Parsed.GetValue(Format) is { } form
                ? await StreamAsync(run, host, Query(run, run.Parsed.GetValue(Count)) + $"&format={form}", cancellationToken).ConfigureAwait(false)
                : await PagesAsync(run, host, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<int> StreamAsync(Invocation run, HostClient host, string query, CancellationToken cancellationToken)
    {
        if ((await host.OpenAsync(HttpMethod.Get, $"/audit?{query}", null, null, cancellationToken).ConfigureAwait(false)).Failed(out var stop, out var response))
        {
            return run.Fail(stop);
        }

        using (response)
        {
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
            while (await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                await run.Terminal.Output.WriteLineAsync(line).ConfigureAwait(false);
            }
        }

        return ExitCode.Done;
    }

    private static async Task<int> PagesAsync(Invocation run, HostClient host, CancellationToken cancellationToken)
    {
        long? after = null;
        for (var left = run.Parsed.GetValue(Count); left > 0;)
        {
            var query = Query(run, Math.Min(left, Page)) + (after is { } seen ? string.Create(CultureInfo.InvariantCulture, $"&after={seen}") : "");
            var answer = await host.GetAsync($"/audit?{query}", cancellationToken).ConfigureAwait(false);
            if (answer.As(HostForms.Default.RecordPage, host).Failed(out var stop, out var page))
            {
                return run.Fail(stop);
            }

            foreach (var entry in page.Entries)
            {
                if (run.Json)
                {
                    run.WriteJson(entry, HostForms.Default.RecordedEntry);
                }
                else
                {
                    run.Terminal.Output.WriteLine(EntryLine.Of(entry));
                }
            }

            left -= page.Entries.Count;
            after = page.Next;
            if (after is null)
            {
                break;
            }
        }

        return ExitCode.Done;
    }

    private static string Query(Invocation run, int limit)
    {
        var parts = Filters.Select(filter => (filter.Name, Value: run.Parsed.GetValue(filter.Option)))
            .Append((Name: "text", Value: run.Parsed.GetValue(Text)))
            .Where(part => part.Value is not null)
            .Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"); // not null: just filtered
        return string.Join('&', parts.Append(string.Create(CultureInfo.InvariantCulture, $"limit={limit}&newest={(run.Parsed.GetValue(Oldest) ? "false" : "true")}")));
    }
}
