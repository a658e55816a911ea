using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Harombe.Policy.Provenance.Text;

/// <summary>Finds addresses of every kind in text. Expects folded text. Linear: no pattern can backtrack.</summary>
internal static class Entities
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex Email = new("""[\w.+%'-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63})+""", Linear);
    private static readonly Regex Url = new("""[a-z][a-z0-9+]{1,15}://[^\s<>"'`)\]}|]+|(www\.)?([a-z0-9_-]{1,63}\.)+[a-z]{2,24}(:[0-9]{1,5})?([/?#][^\s<>"'`)\]}|]*)?|([0-9]{1,3}\.){3}[0-9]{1,3}(:[0-9]{1,5})?(/[^\s<>"'`)\]}|]*)?""", Linear);
    private static readonly Regex Account = new("""\b[a-z]{2}[0-9]{2}([ -][a-z]{4})?([ -][0-9]{4}){2,7}([ -][0-9]{1,4})?\b|\b[a-z]{0,4}[0-9][a-z0-9]{9,40}\b|\b[0-9]{4}([ -][0-9]{4}){2,4}\b|\b0x[0-9a-f]{16,64}\b|\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b""", Linear);
    private static readonly Regex Phone = new("""\+[0-9][0-9 ()./-]{6,18}[0-9]|\b0[0-9]{2,4}\)?[ /-][0-9][0-9 /-]{4,12}[0-9]""", Linear);
    private static readonly Regex Spelled = new("""\s*[\[({]\s*(dot|punkt|point)\s*[\])}]\s*|\s+(dot)\s+""", Linear);
    private static readonly Regex SpelledAt = new("""\s*[\[({]\s*at\s*[\])}]\s*|\s+at\s+""", Linear);

    // A name with one of these endings is a file's far more often than a host's.
    private static readonly FrozenSet<string> FileEndings = new[]
    {
        "txt", "md", "pdf", "doc", "docx", "xls", "xlsx", "csv", "json", "yaml", "yml", "xml", "html", "htm", "log", "ini", "cfg", "toml", "zip", "gz", "tar",
        "png", "jpg", "jpeg", "gif", "svg", "webp", "mp3", "mp4", "wav", "ppt", "pptx", "odt", "ods", "ics", "eml", "bak", "tmp", "lock", "env", "sql", "db",
        "cs", "csproj", "sln", "js", "ts", "tsx", "jsx", "py", "java", "go", "rs", "cpp", "hpp", "c", "h", "rb", "php", "css", "scss", "bat", "ps", "conf",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Every address in the text, each once.</summary>
    public static IReadOnlyList<Entity> In(string folded)
    {
        if (!MayHold(folded))
        {
            return [];
        }

        var found = new HashSet<Entity>();
        var emails = Email.Matches(folded).ToList();
        foreach (var match in emails)
        {
            found.Add(new Entity(EntityKind.Email, match.Value.Trim('.', '\'')));
        }

        foreach (Match match in Url.Matches(folded))
        {
            // The host of an e-mail address is no URL of its own.
            if (!emails.Exists(email => match.Index >= email.Index && match.Index < email.Index + email.Length || match.Index + match.Length == email.Index)
                && CanonicalUrl(match.Value) is { } url)
            {
                found.Add(new Entity(EntityKind.Url, url));
            }
        }

        foreach (Match match in Account.Matches(folded))
        {
            var compact = Compact(match.Value);
            if (compact.Length >= 10 && compact.Count(char.IsAsciiDigit) >= 6)
            {
                found.Add(new Entity(EntityKind.Account, compact));
            }
        }

        foreach (Match match in Phone.Matches(folded))
        {
            found.Add(new Entity(EntityKind.Phone, new string([.. match.Value.Where(char.IsAsciiDigit)])));
        }

        return [.. found];
    }

    /// <summary>As <see cref="In"/>, also of addresses that are spelled out: "x at y dot z".</summary>
    public static IReadOnlyList<Entity> InSpelled(string folded)
    {
        var plain = In(folded);
        var joined = SpelledAt.Replace(Spelled.Replace(folded, "."), "@");
        return joined == folded ? plain : [.. plain.Union(In(Spelled.Replace(folded, "."))).Union(In(joined).Where(entity => entity.Kind == EntityKind.Email))];
    }

    /// <summary>The address that the whole of the text is, if it is one.</summary>
    public static Entity Whole(string folded)
    {
        var text = folded.Trim();
        return text.Length is > 0 and <= 2048 && In(text) is [var only] && Covers(only, text) ? only : default;
    }

    /// <summary>Whether a word is an address, or a file's name, as it stands.</summary>
    public static bool IsComplete(string word) => Whole(word).Kind is EntityKind.Url or EntityKind.Email || FileEndings.Contains(word[(word.LastIndexOf('.') + 1)..]);

    private static bool Covers(Entity entity, string text) => entity.Kind switch
    {
        EntityKind.Email => entity.Value == text,
        EntityKind.Url => CanonicalUrl(text) == entity.Value && !text.Contains(' ', StringComparison.Ordinal),
        EntityKind.Account => Compact(text) == entity.Value,
        EntityKind.Phone => text.All(c => char.IsAsciiDigit(c) || c is ' ' or '+' or '-' or '/' or '.' or '(' or ')'),
        _ => false,
    };

    /// <summary>Null where it is no address: a file's name, a number with a point in it.</summary>
    private static string? CanonicalUrl(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        var rest = (scheme >= 0 ? url[(scheme + 3)..] : url).TrimEnd('.', ',', ';', ':', '!', '?', '/', '*', '_');
        // What stands before an @ in the authority only pretends to be the host.
        var authorityEnd = rest.IndexOfAny(['/', '?', '#']) is >= 0 and var end ? end : rest.Length;
        if (rest.LastIndexOf('@', Math.Max(0, authorityEnd - 1)) is >= 0 and var at && at < authorityEnd)
        {
            rest = rest[(at + 1)..];
        }

        var host = rest.Split('/', '?', '#', ':')[0];
        if (host.Length == rest.Length && HostNames.WithoutGluedWord(host) is { } real)
        {
            rest = host = real;
        }

        var last = host[(host.LastIndexOf('.') + 1)..];
        var bare = scheme < 0 && !host.StartsWith("www.", StringComparison.Ordinal);
        return rest.Length == 0 || host.Length == 0 || (bare && (FileEndings.Contains(last) || (host.Length == rest.Length && !char.IsAsciiDigit(last[0]) && !HostNames.IsLikely(host)))) ? null : rest;
    }

    private static string Compact(string text) => new([.. text.Where(char.IsAsciiLetterOrDigit)]);

    private static bool MayHold(string text) => text.AsSpan().IndexOfAny('@', '.', '/') >= 0 || text.AsSpan().IndexOfAnyInRange('0', '9') >= 0;
}
