using System.Buffers;
using System.Collections.Frozen;

namespace Harombe.Secrets.Scanning.Randomness;

/// <summary>Words that mix letters, digits and marks as passwords do and are something else: addresses, versions, members, settings, the names of ciphers.</summary>
internal static class OtherWord
{
    private static readonly SearchValues<char> NotOfAddresses = SearchValues.Create("!#$%^*?~");
    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789.");
    private static readonly SearchValues<char> OfSettings = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_");
    private static readonly SearchValues<char> OfModules = SearchValues.Create("abcdefghijklmnopqrstuvwxyz_");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Endings = FrozenSet.Create(
        StringComparer.Ordinal,
        "com", "org", "net", "io", "dev", "co", "de", "fr", "uk", "eu", "app", "internal", "local", "lan", "corp", "example", "test", "invalid", "py", "js", "ts", "go", "rb", "cs", "md", "txt", "json", "yaml", "yml", "toml", "xml", "html", "css",
        "sh", "conf", "cfg", "ini", "log", "pem", "key", "crt", "cer", "zip", "gz", "tar", "exe", "dll", "so", "jpg", "png", "gif", "pdf", "csv", "sql", "java", "php", "vue", "tsx", "jsx", "lock", "bak", "tgz").GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly string[] Technical =
        ["sha", "md5", "pbkdf", "argon", "scrypt", "bcrypt", "hmac", "aes", "rsa", "utf", "iso", "base64", "base32", "oauth", "windows", "ubuntu", "debian", "python", "node", "http", "ipv", "x509", "pkcs", "rfc", "cve", "tls", "ssl", "ed25519", "version", "release", "bsd-", "gpl-", "lgpl-", "agpl-", "apache-", "mit-"];

    /// <summary>Whether a word is one of these.</summary>
    public static bool Is(ReadOnlySpan<char> word) =>
        word.Contains('…') || IsAddress(word) || IsMember(word) || IsTechnical(word) || IsVersion(word) || IsIssue(word) || IsSetting(word);

    /// <summary>The names of ciphers, digests, encodings and systems, which hold numbers too.</summary>
    public static bool IsTechnical(ReadOnlySpan<char> word)
    {
        foreach (var name in Technical)
        {
            if (word.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What stands before a dot is a word in small letters: a module, an object.</summary>
    private static bool IsMember(ReadOnlySpan<char> word)
    {
        var dot = word.IndexOf('.');
        return dot >= 2 && !word[..dot].ContainsAnyExcept(OfModules) && !PasswordLook.IsMarked(word);
    }

    /// <summary><c>project#1234</c>.</summary>
    private static bool IsIssue(ReadOnlySpan<char> word) => word.LastIndexOf('#') is >= 0 and var mark && !word[(mark + 1)..].ContainsAnyExcept(Alphabets.Digit) && !PasswordLook.IsMarked(word[..mark]);

    /// <summary><c>Meadow-2.11.10</c>: numbers with dots between them, and no mark.</summary>
    private static bool IsVersion(ReadOnlySpan<char> word)
    {
        var number = word.TrimStart("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_");
        var dot = number.IndexOf('.');
        return dot > 0 && dot + 1 < number.Length && !number[..dot].ContainsAnyExcept(Alphabets.Digit) && char.IsAsciiDigit(number[dot + 1]) && !PasswordLook.IsMarked(number);
    }

    /// <summary>Mail, hosts, files and versions: parts told apart by dots of which the last is letters, or numbers throughout.</summary>
    private static bool IsAddress(ReadOnlySpan<char> word)
    {
        if (word.LastIndexOf(':') is > 0 and var line && !word[(line + 1)..].ContainsAnyExcept(Alphabets.Digit))
        {
            // A file and a line, a host and a port.
            word = word[..line];
        }

        var at = word.IndexOf('@');
        if (at > 0 && word[(at + 1)..].Count('.') >= 3 && !word[(at + 1)..].ContainsAnyExcept(OfNumbers))
        {
            return true;
        }

        var dot = word.LastIndexOf('.');
        if (dot < 0)
        {
            return false;
        }

        var name = word[..dot];
        var last = word[(dot + 1)..];
        if (last.Length is < 2 or > 12 || last.ContainsAnyExcept(Alphabets.Small) || name.ContainsAny(NotOfAddresses))
        {
            return false;
        }

        var isDrawn = MachineValue.IsMixed(name) || name.ContainsAny('_', '-', '+');
        return at > 0 || !isDrawn || Endings.Contains(last);
    }

    /// <summary><c>name=value</c> and <c>host:port</c>: what stands before the sign is a name.</summary>
    private static bool IsSetting(ReadOnlySpan<char> word)
    {
        var sign = word.IndexOfAny('=', ':');
        return sign > 1 && sign < word.Length - 1 && !word[..sign].ContainsAnyExcept(OfSettings) && (Wording.IsWords(word[..sign]) || !word[..sign].ContainsAnyInRange('A', 'Z') || !word[..sign].ContainsAnyInRange('a', 'z'));
    }
}
