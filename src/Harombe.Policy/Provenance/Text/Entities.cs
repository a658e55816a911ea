using System.Buffers;
using System.Collections.Frozen;

namespace Harombe.Policy.Provenance.Text;

/// <summary>Finds addresses of every kind in text. Expects folded text. Walks it once, piece by piece, so that no text can make it slow.</summary>
internal static class Entities
{
    private const int LongestPiece = 2048;
    private const int Most = 20_000;

    private static readonly SearchValues<char> Gaps = SearchValues.Create(" \t\r\n<>\"'`()[]{}|,;\u00a0");

    // A name with one of these endings is a file's far more often than a host's.
    private static readonly FrozenSet<string> FileEndings = new[]
    {
        "txt", "md", "pdf", "doc", "docx", "xls", "xlsx", "csv", "json", "yaml", "yml", "xml", "html", "htm", "log", "ini", "cfg", "toml", "zip", "gz", "tar",
        "png", "jpg", "jpeg", "gif", "svg", "webp", "mp3", "mp4", "mov", "wav", "ppt", "pptx", "odt", "ods", "ics", "eml", "bak", "tmp", "lock", "env", "sql", "db",
        "cs", "csproj", "sln", "js", "ts", "tsx", "jsx", "py", "java", "go", "rs", "cpp", "hpp", "c", "h", "rb", "php", "css", "scss", "bat", "ps", "conf",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Every address in the text, each once.</summary>
    public static IReadOnlyCollection<Entity> In(string folded)
    {
        var text = folded.AsSpan();
        if (text.IndexOfAny('@', '.') < 0 && text.IndexOfAnyInRange('0', '9') < 0)
        {
            return [];
        }

        var found = new HashSet<Entity>();
        var numbers = new NumberRun(found);
        for (var at = 0; at < text.Length && found.Count < Most;)
        {
            var gap = text[at..].IndexOfAny(Gaps);
            var end = gap < 0 ? text.Length : at + gap;
            if (end > at)
            {
                var piece = text.Slice(at, Math.Min(end - at, LongestPiece));
                OfPiece(piece, found);
                numbers.Add(piece);
            }

            // Only a single blank or a bracket keeps the groups of one number together.
            numbers.Gap(end < text.Length ? text[end] : '\n');
            at = end + 1;
        }

        numbers.End();
        return found;
    }

    /// <summary>As <see cref="In"/>, also of addresses that are spelled out: "x at y dot z".</summary>
    public static IReadOnlyCollection<Entity> InSpelled(string folded)
    {
        var plain = In(folded);
        if (!folded.Contains("dot", StringComparison.Ordinal))
        {
            return plain;
        }

        var joined = Spelled.Join(folded);
        return joined.Url == folded ? plain : [.. plain.Union(In(joined.Url)).Union(In(joined.Email).Where(entity => entity.Kind == EntityKind.Email))];
    }

    /// <summary>The host of a URL as a browser would reach it; null where the text is none.</summary>
    public static string? HostOf(string folded) => Whole(folded) is { Kind: EntityKind.Url } url ? url.Host.Split(':')[0].TrimEnd('.') : null;

    /// <summary>The address that the whole of the text is, if it is one.</summary>
    public static Entity Whole(string folded)
    {
        var text = folded.Trim();
        return text.Length is > 0 and <= LongestPiece && In(text) is { Count: 1 } found && found.First() is var only && Covers(only, text) ? only : default;
    }

    /// <summary>Whether a word is an address, or a file's name, as it stands.</summary>
    public static bool IsComplete(string word) => Whole(word).Kind is EntityKind.Url or EntityKind.Email || FileEndings.Contains(word[(word.LastIndexOf('.') + 1)..]);

    private static void OfPiece(ReadOnlySpan<char> piece, HashSet<Entity> found)
    {
        if (piece.IndexOf('.') < 0)
        {
            return;
        }

        var scheme = piece.IndexOf("://");
        if (scheme < 0 && piece.IndexOf('@') is > 0 and var at)
        {
            if (EmailAt(piece, at) is { } email)
            {
                found.Add(new Entity(EntityKind.Email, email));
            }

            return;
        }

        // "see:www.x.example", "href=https://x.example": what stands before is no part of it.
        var start = scheme >= 0 ? SchemeStart(piece, scheme) : piece.IndexOf("www.") is > 0 and var www ? www : piece.LastIndexOfAny('=', '*') + 1;
        if (UrlForms.Canonical(piece[start..].ToString(), FileEndings) is { } url)
        {
            found.Add(new Entity(EntityKind.Url, url));
        }
    }

    private static int SchemeStart(ReadOnlySpan<char> piece, int end)
    {
        var start = end;
        while (start > 0 && (char.IsAsciiLetterOrDigit(piece[start - 1]) || piece[start - 1] is '+' or '-'))
        {
            start--;
        }

        return start;
    }

    private static string? EmailAt(ReadOnlySpan<char> piece, int at)
    {
        var (start, end) = (at, at + 1);
        while (start > 0 && (char.IsLetterOrDigit(piece[start - 1]) || piece[start - 1] is '.' or '_' or '+' or '%' or '-'))
        {
            start--;
        }

        while (end < piece.Length && (char.IsLetterOrDigit(piece[end]) || piece[end] is '.' or '-' or '_'))
        {
            end++;
        }

        var email = piece[start..end].Trim(".-_");
        var host = email[(email.IndexOf('@') + 1)..];
        return host.IndexOf('.') > 0 && email.IndexOf('@') is > 0 and <= 64 ? email.ToString() : null;
    }

    private static bool Covers(Entity entity, string text) => entity.Kind switch
    {
        EntityKind.Email => entity.Value == text,
        EntityKind.Url => !text.Contains(' ', StringComparison.Ordinal) && UrlForms.Canonical(text, FileEndings) == entity.Value,
        EntityKind.Account => new string([.. text.Where(char.IsAsciiLetterOrDigit)]) == entity.Value,
        EntityKind.Phone => text.All(c => char.IsAsciiDigit(c) || c is ' ' or '+' or '-' or '/' or '.' or '(' or ')'),
        _ => false,
    };
}
