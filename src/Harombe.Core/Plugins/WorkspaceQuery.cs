namespace Harombe.Core.Plugins;

/// <summary>What to look for in the workspace.</summary>
/// <param name="Text">The text, within one line; 1 to 256 characters, taken literally. Null lists files by their name alone.</param>
public sealed record WorkspaceQuery(string? Text)
{
    /// <summary>The folder to look below; the whole workspace by default.</summary>
    public string Folder { get; init; } = "";

    /// <summary>
    /// Which files: <c>*</c> stands for any run of characters. Without a <c>/</c> it is held against the file's name, with one against its
    /// path from the workspace. Null for all.
    /// </summary>
    public string? Glob { get; init; }

    /// <summary>Whether upper and lower case are the same. By default they are.</summary>
    public bool IgnoreCase { get; init; } = true;

    /// <summary>The most matches to return, 1 to 1000.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>What a search found, in the order of paths and lines.</summary>
/// <param name="Matches">The matches.</param>
/// <param name="Incomplete">Null when everything was looked at; otherwise the bound that ended the search or the files it passed over.</param>
public sealed record WorkspaceMatches(IReadOnlyList<WorkspaceMatch> Matches, string? Incomplete);

/// <summary>One place where the text stands.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line, counted from 1; 0 when only the name was asked for.</param>
/// <param name="Text">The line, cut around the match when it is long.</param>
public sealed record WorkspaceMatch(string Path, int Line, string Text);
