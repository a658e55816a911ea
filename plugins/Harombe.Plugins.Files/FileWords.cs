using System.Globalization;
using System.Text;
using Harombe.Core.Calls;
using Harombe.Core.Plugins;

namespace Harombe.Plugins.Files;

/// <summary>Puts what the workspace answers into words that a model reads well, beside the value that a program reads.</summary>
internal static class FileWords
{
    public static ToolAnswer Of(WorkspaceListing listing)
    {
        var words = new StringBuilder(listing.Entries.Count == 0 ? "The folder is empty.\n" : "");
        foreach (var entry in listing.Entries)
        {
            words.Append(entry.Kind switch
            {
                EntryKind.Folder => entry.Path + "/",
                EntryKind.File => string.Create(CultureInfo.InvariantCulture, $"{entry.Path} ({entry.Bytes} bytes)"),
                _ => entry.Path + " (a link or device: can't be used)",
            }).Append('\n');
        }

        words.Append(listing.Complete ? "" : "There are more entries than can be listed.\n");
        return ToolAnswer.Of(listing, words.ToString().TrimEnd('\n'));
    }

    public static ToolAnswer Of(WorkspaceFile file, int first, int? count)
    {
        if (file.Text is null)
        {
            return ToolAnswer.Refuse(new Reason("files.binary", $"{file.Path} is not a text file.", "Only UTF-8 text can be read."));
        }

        if (first == 1 && count is null)
        {
            return ToolAnswer.Of(file.Text);
        }

        var lines = file.Text.Split('\n');
        return first > lines.Length
            ? ToolAnswer.Refuse(new Reason(
                "files.lines", string.Create(CultureInfo.InvariantCulture, $"{file.Path} has {lines.Length} lines."), "Ask for an earlier line."))
            : ToolAnswer.Of(string.Join('\n', lines.Skip(first - 1).Take(count ?? int.MaxValue)));
    }

    public static ToolAnswer Of(WorkspaceMatches found)
    {
        var words = new StringBuilder(found.Matches.Count == 0 ? "Nothing was found.\n" : "");
        foreach (var match in found.Matches)
        {
            words.Append(match.Line == 0 ? match.Path : string.Create(CultureInfo.InvariantCulture, $"{match.Path}:{match.Line}: {match.Text}")).Append('\n');
        }

        words.Append(found.Incomplete is null ? "" : $"Not everything was searched: {found.Incomplete}.\n");
        return ToolAnswer.Of(found, words.ToString().TrimEnd('\n'));
    }

    public static ToolAnswer Done(string what, WorkspaceEntry entry) => ToolAnswer.Of(
        entry,
        entry.Kind == EntryKind.File ? string.Create(CultureInfo.InvariantCulture, $"{what} {entry.Path} ({entry.Bytes} bytes).") : $"{what} {entry.Path}.");
}
