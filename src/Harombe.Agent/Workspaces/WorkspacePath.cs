using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Harombe.Core.Calls;

namespace Harombe.Agent.Workspaces;

/// <summary>
/// A path whose every spelling trick was refused, on every platform alike: a workspace may travel to another one. What it names is
/// still unknown; the workspace looks at that.
/// </summary>
internal sealed record WorkspacePath(string Value, IReadOnlyList<string> Parts)
{
    public const int MaxBytes = 1024;
    public const int MaxPartBytes = 255;

    private const string UseRelative = "Use a relative path with '/', for example notes/today.txt.";

    // Characters that look like the separators or the dot, or that some file systems turn into them.
    private const string SlashLookalikes = "\u2044\u2215\u2216\u29F5\u29F8\u29F9\uFE68\uFF0F\uFF3C";
    private const string DotLookalikes = ".\u2024\u2025\u2026\u3002\uFE52\uFF0E\uFF61";

    private static readonly string[] Encoded = ["%2e", "%2f", "%5c", "%00", "%u002e", "%u2215"];

    public static WorkspacePath Root { get; } = new("", []);

    public bool IsRoot => Parts.Count == 0;

    public string Name => Parts[^1];

    public WorkspacePath Parent => Parts.Count <= 1 ? Root : new(string.Join('/', Parts.SkipLast(1)), [.. Parts.SkipLast(1)]);

    /// <summary>Reads the path of a folder, where <c>""</c> and <c>.</c> are the workspace.</summary>
    public static bool TryParseFolder(string? text, [NotNullWhen(true)] out WorkspacePath? path, [NotNullWhen(false)] out Reason? reason)
    {
        if (text is "" or ".")
        {
            (path, reason) = (Root, null);
            return true;
        }

        return TryParse(text, out path, out reason);
    }

    /// <summary>Reads the path of an entry.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WorkspacePath? path, [NotNullWhen(false)] out Reason? reason)
    {
        path = null;
        reason = Fault(text ?? "");
        if (reason is not null)
        {
            return false;
        }

        var parts = text!.Split('/'); // Fault has refused the empty path, which null became
        foreach (var part in parts)
        {
            reason = FaultOfPart(text, part);
            if (reason is not null)
            {
                return false;
            }
        }

        path = new WorkspacePath(text, parts);
        return true;
    }

    private static Reason? Fault(string text)
    {
        if (text.Length == 0)
        {
            return Refusals.BadPath(text, "is empty", UseRelative);
        }

        if (text.Length > MaxBytes || Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            return Refusals.BadPath(text, $"is longer than {MaxBytes} bytes", "Use a shorter path.");
        }

        if (text[0] is '/' or '~')
        {
            return Refusals.BadPath(text, "is absolute", UseRelative);
        }

        if (text.Contains('\\', StringComparison.Ordinal))
        {
            return Refusals.BadPath(text, "has a backslash", UseRelative);
        }

        if (text.Contains(':', StringComparison.Ordinal))
        {
            return Refusals.BadPath(text, "has a colon: a drive letter or an alternate stream", UseRelative);
        }

        return Array.Exists(Encoded, form => text.Contains(form, StringComparison.OrdinalIgnoreCase))
            ? Refusals.BadPath(text, "has an encoded dot, separator or NUL", "Write the name as it is, without percent-encoding.")
            : FaultOfCharacters(text);
    }

    private static Reason? FaultOfCharacters(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(c))
            {
                return Refusals.BadPath(text, "has half of a character in it", "Use well-formed Unicode.");
            }
            else if (c == '\0' || char.IsControl(c))
            {
                return Refusals.BadPath(text, "has a control character in it", "Leave the character out.");
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c)
                is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                // It would show an approver another name than the one that is used.
                return Refusals.BadPath(text, "has an invisible character in it", "Leave the character out.");
            }
            else if (SlashLookalikes.Contains(c, StringComparison.Ordinal))
            {
                return Refusals.BadPath(text, "has a character in it that looks like a separator", UseRelative);
            }
        }

        return null;
    }

    private static Reason? FaultOfPart(string text, string part)
    {
        if (part.Length == 0)
        {
            return Refusals.BadPath(text, "has an empty part", "Write one '/' between names and none at the end.");
        }

        if (part.All(c => DotLookalikes.Contains(c, StringComparison.Ordinal)))
        {
            return Refusals.BadPath(text, "has a part made of dots", "Name the file from the workspace down, without '.' or '..'.");
        }

        if (part[^1] is '.' || char.IsWhiteSpace(part[^1]) || char.IsWhiteSpace(part[0]))
        {
            return Refusals.BadPath(text, "has a name that begins with a space or ends with a dot or a space", "Leave them out.");
        }

        if (Encoding.UTF8.GetByteCount(part) > MaxPartBytes)
        {
            return Refusals.BadPath(text, $"has a name longer than {MaxPartBytes} bytes", "Use a shorter name.");
        }

        return IsDevice(part) ? Refusals.BadPath(text, "has a name that Windows reserves for a device", "Use another name.") : null;
    }

    private static bool IsDevice(string part)
    {
        var stem = part.Split('.')[0].TrimEnd().ToUpperInvariant();
        return stem is "CON" or "PRN" or "AUX" or "NUL" or "CONIN$" or "CONOUT$" or "CLOCK$"
            || (stem.Length == 4 && (stem.StartsWith("COM", StringComparison.Ordinal) || stem.StartsWith("LPT", StringComparison.Ordinal))
                && (char.IsAsciiDigit(stem[3]) || stem[3] is '¹' or '²' or '³'));
    }
}
