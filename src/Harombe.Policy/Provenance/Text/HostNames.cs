using System.Collections.Frozen;

namespace Harombe.Policy.Provenance.Text;

/// <summary>What is known of the endings of host names.</summary>
internal static class HostNames
{
    private static readonly FrozenSet<string> Endings = new[]
    {
        "com", "org", "net", "edu", "gov", "info", "biz", "int", "mil", "app", "dev", "page", "blog", "shop", "site", "online", "store", "tech", "cloud", "xyz",
        "name", "pro", "jobs", "mobi", "travel", "example", "test", "invalid", "localhost", "local", "internal", "top", "link", "club", "live", "news", "email",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>"our-company.example.they": a sentence that goes on without a space behind its full stop. Null where nothing is glued on.</summary>
    public static string? WithoutGluedWord(string host)
    {
        var labels = host.Split('.');
        return labels.Length >= 3 && !Ends(labels[^1]) && labels[^1].All(char.IsAsciiLetter) && Ends(labels[^2]) ? string.Join('.', labels[..^1]) : null;
    }

    /// <summary>Whether it has the form of a host's name: labels of letters, digits and hyphens with points between them.</summary>
    public static bool IsHost(string host)
    {
        var length = 0;
        var labels = 0;
        foreach (var c in host)
        {
            if (c == '.')
            {
                if (length is 0 or > 63)
                {
                    return false;
                }

                (length, labels) = (0, labels + 1);
            }
            else if (char.IsLetterOrDigit(c) || c is '-' or '_')
            {
                length++;
            }
            else
            {
                return false;
            }
        }

        return labels > 0 && length is >= 1 and <= 63 && host.Length <= 253;
    }

    /// <summary>Four numbers with points between them.</summary>
    public static bool IsAddress(string host) => host.Split('.') is { Length: 4 } parts && parts.All(part => part.Length is >= 1 and <= 3 && part.All(char.IsAsciiDigit));

    /// <summary>Whether two words with a full stop between them are a host's name rather than the seam of two sentences.</summary>
    public static bool IsLikely(string host) => host.Split('.') is var labels && (labels.Length > 2 || Endings.Contains(labels[^1])
        || (labels[^1].Length == 2 && (labels[0].Length > 3 || labels[0].Any(char.IsAsciiDigit))) || labels[0].AsSpan().ContainsAny('-', '_') || labels[0].Any(char.IsAsciiDigit));

    private static bool Ends(string label) => label.Length == 2 || Endings.Contains(label);
}
