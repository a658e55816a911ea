using System.CommandLine;
using System.Globalization;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Audit;

/// <summary><c>harombe audit tail</c>: the newest entries, and those that come.</summary>
internal sealed class AuditTailCommand : Command
{
    private const int Most = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly Option<int> Count = new("-n") { Description = "How many entries to begin with, 1 to 1000.", DefaultValueFactory = _ => 20 };
    private static readonly Option<bool> Follow = new("--follow", "-f") { Description = "Stay and write the entries that come." };

    public AuditTailCommand(Surroundings here)
        : base("tail", "Write the newest entries of the audit log, oldest first.")
    {
        Add(Count);
        Add(Follow);
        UsageFault.Bound(Count, 1, Most, "harombe audit tail -n 20");
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
            var count = run.Parsed.GetValue(Count).ToString(CultureInfo.InvariantCulture);
            if ((await PageAsync(host, $"newest=true&limit={count}", cancellationToken).ConfigureAwait(false)).Failed(out stop, out var page))
            {
                return run.Fail(stop);
            }

            var last = Write(run, page.Entries.Reverse(), null);
            while (run.Parsed.GetValue(Follow))
            {
                var after = last is { } seen ? string.Create(CultureInfo.InvariantCulture, $"&after={seen}") : "";
                if ((await PageAsync(host, $"limit={Most}{after}", cancellationToken).ConfigureAwait(false)).Failed(out stop, out page))
                {
                    return run.Fail(stop);
                }

                last = Write(run, page.Entries, last);
                if (page.Next is null)
                {
                    await Task.Delay(Pause, run.Here.Clock, cancellationToken).ConfigureAwait(false);
                }
            }

            return ExitCode.Done;
        }
    }

    private static async Task<Answer<RecordPage>> PageAsync(HostClient host, string query, CancellationToken cancellationToken) =>
        (await host.GetAsync($"/audit?{query}", cancellationToken).ConfigureAwait(false)).As(HostForms.Default.RecordPage, host);

    private static long? Write(Invocation run, IEnumerable<RecordedEntry> entries, long? last)
    {
        foreach (var entry in entries)
        {
            if (run.Json)
            {
                run.WriteJson(entry, HostForms.Default.RecordedEntry);
            }
            else
            {
                run.Terminal.Output.WriteLine(EntryLine.Of(entry));
            }

            last = entry.Sequence;
        }

        run.Terminal.Output.Flush();
        return last;
    }
}
