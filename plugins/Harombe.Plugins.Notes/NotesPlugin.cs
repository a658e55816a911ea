using System.ComponentModel;
using System.Globalization;
using System.Text;
using Harombe.Core.Calls;
using Harombe.Core.Plugins;
using Microsoft.SemanticKernel;

namespace Harombe.Plugins.Notes;

/// <summary>The user's notes as tools: one text each, in a store that no other tool reaches.</summary>
public sealed class NotesPlugin(IPluginStore store, TimeProvider time)
{
    private const string TitleHelp = "The note's title, as 'notes list' shows it or in the user's words";
    private const int LongestNote = 64 * 1024;

    /// <summary>Lists the notes.</summary>
    [KernelFunction("list")]
    [Description("Lists the titles of the user's notes.")]
    public async Task<ToolAnswer> ListAsync(CancellationToken cancellationToken) => ToolAnswer.From(await store.ListAsync("", cancellationToken), listing =>
        new NoteTitles([.. listing.Entries.Where(entry => entry.Kind == EntryKind.File).Select(entry => NoteName.Of(entry.Path))]) is { Titles: var titles } notes && titles.Count > 0
            ? ToolAnswer.Of(notes, string.Join('\n', titles))
            : ToolAnswer.Of(new NoteTitles([]), "There are no notes yet."));

    /// <summary>Reads a note.</summary>
    [KernelFunction("read")]
    [Description("Reads one note.")]
    public async Task<ToolAnswer> ReadAsync([Description(TitleHelp)] string title, CancellationToken cancellationToken) => NoteName.TryFile(title, out var file)
        ? ToolAnswer.From(await store.ReadAsync(file, cancellationToken), note => ToolAnswer.Of(note.Text ?? ""))
        : Untitled();

    /// <summary>Searches the notes.</summary>
    [KernelFunction("search")]
    [Description("Finds a text in the user's notes and returns the title and the line of each place.")]
    public async Task<ToolAnswer> SearchAsync([Description("The text to find, upper and lower case alike")] string text, CancellationToken cancellationToken) => ToolAnswer.From(
        await store.SearchAsync(new WorkspaceQuery(text), cancellationToken),
        found => ToolAnswer.Of(found.Matches.Count == 0 ? "Nothing was found." : string.Join('\n', found.Matches.Select(match => $"{NoteName.Of(match.Path)}: {match.Text}"))));

    /// <summary>Adds a note.</summary>
    [KernelFunction("add")]
    [Description("Adds a note for the user, under a title that isn't taken.")]
    public Task<ToolAnswer> AddAsync(
        [Description("A short title; it names the note from then on")] string title, [Description("The text")] string text, CancellationToken cancellationToken) =>
        WriteAsync(title, text, WriteMode.Create, "Added", cancellationToken);

    /// <summary>Replaces a note's text.</summary>
    [KernelFunction("change")]
    [Description("Puts another text in the place of a note's whole text.")]
    public Task<ToolAnswer> ChangeAsync(
        [Description(TitleHelp)] string title, [Description("The whole new text")] string text, CancellationToken cancellationToken) =>
        WriteAsync(title, text, WriteMode.Replace, "Changed", cancellationToken);

    /// <summary>Deletes a note.</summary>
    [KernelFunction("delete")]
    [Description("Deletes a note for good.")]
    public async Task<ToolAnswer> DeleteAsync([Description(TitleHelp)] string title, CancellationToken cancellationToken) => NoteName.TryFile(title, out var file)
        ? ToolAnswer.From(await store.DeleteAsync(file, cancellationToken), entry => ToolAnswer.Of($"Deleted {NoteName.Of(entry.Path)}."))
        : Untitled();

    private async Task<ToolAnswer> WriteAsync(string title, string text, WriteMode mode, string done, CancellationToken cancellationToken)
    {
        if (!NoteName.TryFile(title, out var file))
        {
            return Untitled();
        }

        if (text.Length > LongestNote)
        {
            return ToolAnswer.Refuse(new Reason("notes.length", $"A note has at most {LongestNote} characters.", "Make several of it, or write a file."));
        }

        var day = time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return ToolAnswer.From(
            await store.WriteAsync(file, Encoding.UTF8.GetBytes($"# {title.ReplaceLineEndings(" ")}\n\n{text}\n\n_{day}_\n"), mode, cancellationToken),
            entry => ToolAnswer.Of($"{done} {NoteName.Of(entry.Path)}."));
    }

    private static ToolAnswer Untitled() => ToolAnswer.Refuse(new Reason("notes.title", "That title can't name a note.", "Use a few words with letters or digits, at most 80 characters."));
}

/// <summary>The titles of notes.</summary>
public sealed record NoteTitles(IReadOnlyList<string> Titles);
