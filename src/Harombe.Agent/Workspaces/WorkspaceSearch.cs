using System.Globalization;
using Harombe.Core.Calls;
using Harombe.Core.Plugins;
using Harombe.Core.Tools;

namespace Harombe.Agent.Workspaces;

/// <summary>
/// Searches through the same two operations that anybody else has, so that it can see no more than they. Linear in what it reads, which is
/// bounded in bytes, files, depth and matches.
/// </summary>
internal sealed class WorkspaceSearch(IWorkspace workspace, WorkspaceOptions options)
{
    public const int MaxText = 256, MaxGlob = 256, MaxLimit = 1000, MaxDepth = 32, MaxFiles = 20_000, MaxLine = 240;

    private readonly List<WorkspaceMatch> matches = [];
    private long bytes;
    private int files;
    private int unread;
    private bool halted;
    private string? stopped;

    public async ValueTask<WorkspaceOutcome<WorkspaceMatches>> RunAsync(WorkspaceQuery query, CancellationToken cancellationToken)
    {
        if (Fault(query) is { } fault)
        {
            return new WorkspaceOutcome<WorkspaceMatches>.Refused(fault);
        }

        var refused = await FolderAsync(query.Folder, query, 0, cancellationToken);
        return refused is not null
            ? new WorkspaceOutcome<WorkspaceMatches>.Refused(refused)
            : new WorkspaceOutcome<WorkspaceMatches>.Done(new WorkspaceMatches(matches, stopped ?? Passed()));
    }

    private static Reason? Fault(WorkspaceQuery query) => query switch
    {
        { Text: null, Glob: null } => Refusals.Query("There is nothing to search for.", "Give a text, a glob, or both."),
        { Text.Length: 0 or > MaxText } => Refusals.Query($"The text must have 1 to {MaxText} characters.", "Search for a part of it."),
        { Glob.Length: 0 or > MaxGlob } => Refusals.Query($"The glob must have 1 to {MaxGlob} characters.", "Use one such as *.txt."),
        { Limit: < 1 or > MaxLimit } => Refusals.Query($"The limit must be 1 to {MaxLimit}.", "Choose one in this range."),
        _ when query.Text?.AsSpan().ContainsAny('\n', '\r') == true =>
            Refusals.Query("The text spans lines.", "Search for a part that stands within one line."),
        _ => null,
    };

    private async ValueTask<Reason?> FolderAsync(string folder, WorkspaceQuery query, int depth, CancellationToken cancellationToken)
    {
        var listed = await workspace.ListAsync(folder, cancellationToken);
        if (listed is not WorkspaceOutcome<WorkspaceListing>.Done { Value: var listing })
        {
            return (listed as WorkspaceOutcome<WorkspaceListing>.Refused)?.Reason;
        }

        stopped = listing.Complete ? stopped : $"a folder has more than {options.MaxEntries} entries";
        foreach (var entry in listing.Entries)
        {
            if (halted)
            {
                return null;
            }

            if (matches.Count >= query.Limit)
            {
                halted = true;
                stopped = string.Create(CultureInfo.InvariantCulture, $"stopped after {query.Limit} matches");
                return null;
            }

            if (entry.Kind == EntryKind.File && Covers(query.Glob, entry.Path))
            {
                if (++files > MaxFiles || (query.Text is not null && bytes + entry.Bytes > options.MaxSearchBytes))
                {
                    halted = true;
                    stopped = $"stopped after {MaxFiles} files or {options.MaxSearchBytes} bytes";
                    return null;
                }

                await FileAsync(entry, query, cancellationToken);
            }
            else if (entry.Kind == EntryKind.Folder && depth == MaxDepth)
            {
                stopped = $"looked no deeper than {MaxDepth} folders";
            }
            else if (entry.Kind == EntryKind.Folder && await FolderAsync(entry.Path, query, depth + 1, cancellationToken) is not null)
            {
                unread++; // moved away meanwhile, or a name that can't be asked for
            }
        }

        return null;
    }

    private async ValueTask FileAsync(WorkspaceEntry entry, WorkspaceQuery query, CancellationToken cancellationToken)
    {
        if (query.Text is null)
        {
            matches.Add(new WorkspaceMatch(entry.Path, 0, ""));
            return;
        }

        if (await workspace.ReadAsync(entry.Path, cancellationToken) is not WorkspaceOutcome<WorkspaceFile>.Done { Value: var file })
        {
            unread++;
            return;
        }

        bytes += file.Content.Length;
        if (file.Text is null)
        {
            return; // binary: there are no lines in it
        }

        var line = 0;
        var comparison = query.IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        foreach (var text in file.Text.AsSpan().EnumerateLines())
        {
            line++;
            var at = text.IndexOf(query.Text, comparison);
            if (at >= 0 && matches.Count < query.Limit)
            {
                matches.Add(new WorkspaceMatch(entry.Path, line, Around(text, at)));
            }
        }
    }

    private static bool Covers(string? glob, string path) => glob is null
        || new ToolGlob(glob).Covers(glob.Contains('/', StringComparison.Ordinal) ? path : path.AsSpan(path.LastIndexOf('/') + 1));

    private static string Around(ReadOnlySpan<char> line, int at)
    {
        var from = line.Length <= MaxLine ? 0 : Math.Clamp(at - (MaxLine / 4), 0, line.Length - MaxLine);
        var cut = line.Slice(from, Math.Min(MaxLine, line.Length - from));
        return (from > 0 ? "…" : "") + cut.ToString() + (from + cut.Length < line.Length ? "…" : "");
    }

    private string? Passed() => unread == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{unread} files or folders could not be read");
}
