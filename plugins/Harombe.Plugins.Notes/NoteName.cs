using System.Diagnostics.CodeAnalysis;

namespace Harombe.Plugins.Notes;

/// <summary>A title as a file's name: what people write, without what a file system reads something into.</summary>
internal static class NoteName
{
    private const int Longest = 80;
    private const string Ending = ".md";

    /// <summary>The file of a title; false when it has no letter or digit, or is too long.</summary>
    public static bool TryFile(string title, [NotNullWhen(true)] out string? file)
    {
        var words = title.Split([' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        var name = new string([.. string.Join('-', words).Where(c => char.IsLetterOrDigit(c) || c is '-' or '_').Select(char.ToLowerInvariant)]);
        file = name.Length is > 0 and <= Longest && name.Any(char.IsLetterOrDigit) ? name + Ending : null;
        return file is not null;
    }

    /// <summary>How a file is shown.</summary>
    public static string Of(string file) => file.EndsWith(Ending, StringComparison.Ordinal) ? file[..^Ending.Length] : file;
}
