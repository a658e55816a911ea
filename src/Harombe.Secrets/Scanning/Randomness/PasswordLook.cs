using System.Buffers;
using System.Collections.Frozen;

namespace Harombe.Secrets.Scanning.Randomness;

/// <summary>
/// Whether a word can hardly be anything but a password: letters, digits and marks mixed as in no word, name, version, path or piece of code. Where a sentence says
/// that a password comes but not where, the word that looks so is taken for it.
/// </summary>
internal static class PasswordLook
{
    private const int Shortest = 8;
    private const int Longest = 72;
    private const int LeastParts = 3;
    private const int LeastWord = 3;
    private const int LeastName = 4;

    // What passwords have to have in many places and what words of other texts hold seldom.
    private static readonly SearchValues<char> Strong = SearchValues.Create("!@#$%^&*?~");
    private static readonly SearchValues<char> OfCode = SearchValues.Create("(){}[]<>\"'`\\|,;/");
    private static readonly SearchValues<char> OfNames = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-_!#@");
    private static readonly SearchValues<char> NotOfAddresses = SearchValues.Create("!#$%^*?~");
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Endings = FrozenSet.Create(
        StringComparer.Ordinal,
        "com", "org", "net", "io", "dev", "co", "de", "fr", "uk", "eu", "app", "internal", "local", "lan", "corp", "example", "test", "invalid", "py", "js", "ts", "go", "rb", "cs", "md", "txt", "json", "yaml", "yml", "toml", "xml", "html", "css",
        "sh", "conf", "cfg", "ini", "log", "pem", "key", "crt", "cer", "zip", "gz", "tar", "exe", "dll", "so", "jpg", "png", "gif", "pdf", "csv", "sql", "java", "php", "vue", "tsx", "jsx", "lock", "bak", "tgz").GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789.");
    private static readonly SearchValues<char> OfSettings = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_");
    private static readonly SearchValues<char> OfModules = SearchValues.Create("abcdefghijklmnopqrstuvwxyz_");
    private static readonly SearchValues<char> Weak = SearchValues.Create("_-.=:+");
    private static readonly SearchValues<char> OfPhrases = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <param name="word">A word, without what closes the sentence or the quotes around it.</param>
    /// <param name="isPointedAt">Whether the text leads right up to it: behind a colon, a verb, a user's name and a slash. Less is asked of it then.</param>
    public static bool Is(ReadOnlySpan<char> word, bool isPointedAt)
    {
        if (isPointedAt && IsPhrase(word))
        {
            return true;
        }

        if (word.Length is < Shortest or > Longest || !word.ContainsAnyInRange('0', '9') || (word.ContainsAny(OfCode) && !IsWild(word)) || word.Contains('…') || IsAddress(word) || IsMember(word) || IsTechnical(word) || IsVersion(word) || IsIssue(word) || IsSetting(word))
        {
            return false;
        }

        if (word.Contains('&') && word.Contains('=') && !IsWild(word))
        {
            // A part of an address: q=password&page=9.
            return false;
        }

        var wording = new Wording(word);
        if (wording.Letters < 3)
        {
            return false;
        }

        var hasBoth = word.ContainsAnyInRange('a', 'z') && word.ContainsAnyInRange('A', 'Z');
        if (word[..^1].ContainsAny(Strong))
        {
            return wording.Digits >= 2 || hasBoth || wording.Others >= 2;
        }

        if (word[^1] is '!' or '#' or '$' or '*')
        {
            return wording.Digits >= 2 && (hasBoth || isPointedAt);
        }

        if (word.ContainsAny(Weak))
        {
            return hasBoth && (isPointedAt || wording.Changes >= 3 || (wording.Changes >= 2 && wording.BitsAPair >= 4.4));
        }

        return hasBoth && (MachineValue.IsMixed(word) && wording.Changes >= 2 && (wording.Changes >= 3 || wording.Pairs < 4 || wording.BitsAPair >= 4.4) || (isPointedAt && wording.Humps > 0 && wording.Digits >= 2));
    }

    /// <summary>A word or two and a number, with a mark between them or a capital before: <c>Meadow.7162</c>, <c>Calm-Otter19</c>, <c>otter7162</c>. Where nothing but a password is expected.</summary>
    public static bool IsHuman(ReadOnlySpan<char> word)
    {
        var digits = word.Length - word.TrimEnd("0123456789").Length;
        var name = word[..^digits].TrimEnd(".-_!#@$&*+");
        return digits is >= 2 and <= 8 && name.Length >= LeastName && digits + name.Length + 1 >= word.Length && !name.ContainsAnyExcept(OfNames) && char.IsAsciiLetter(name[0])
            && (digits >= 3 || word.ContainsAnyInRange('A', 'Z')) && !PasswordWord.IsPartOfLabel(name) && !IsTechnical(word);
    }

    /// <summary>The names of ciphers, digests, encodings and systems, which hold numbers too.</summary>
    public static bool IsTechnical(ReadOnlySpan<char> word)
    {
        foreach (var name in (ReadOnlySpan<string>)["sha", "md5", "pbkdf", "argon", "scrypt", "bcrypt", "hmac", "aes", "rsa", "utf", "iso", "base64", "base32", "oauth", "windows", "ubuntu", "debian", "python", "node", "http", "ipv", "x509", "pkcs", "rfc", "cve", "tls", "ssl", "ed25519", "version", "release"])
        {
            if (word.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Words joined by hyphens, three with a number or four, as generators of passphrases make them: <c>calm-otter-meadow-76</c>.</summary>
    public static bool IsPhrase(ReadOnlySpan<char> word)
    {
        if (word.Length > Longest || word.ContainsAnyExcept(OfPhrases) || PasswordWord.IsPartOfLabel(word))
        {
            return false;
        }

        var (words, numbers) = (0, 0);
        foreach (var range in word.Split('-'))
        {
            var part = word[range];
            if (part.Length >= LeastWord && !part.ContainsAnyExceptInRange('a', 'z'))
            {
                words++;
            }
            else if (part.Length is >= 1 and <= 4 && !part.ContainsAnyExceptInRange('0', '9'))
            {
                numbers++;
            }
            else
            {
                return false;
            }
        }

        return numbers == 1 ? words >= LeastParts : numbers == 0 && words > LeastParts;
    }

    /// <summary>Whether marks stand in it that are in no name.</summary>
    public static bool IsMarked(ReadOnlySpan<char> word) => word.ContainsAny(Strong);

    /// <summary>What stands before a dot is a word in small letters: a module, an object.</summary>
    private static bool IsMember(ReadOnlySpan<char> word)
    {
        var dot = word.IndexOf('.');
        return dot >= 2 && !word[..dot].ContainsAnyExcept(OfModules) && !word.ContainsAny(Strong);
    }

    /// <summary><c>project#1234</c>.</summary>
    private static bool IsIssue(ReadOnlySpan<char> word) => word.LastIndexOf('#') is >= 0 and var mark && !word[(mark + 1)..].ContainsAnyExceptInRange('0', '9') && !word[..mark].ContainsAny(Strong);

    private static bool IsWild(ReadOnlySpan<char> word) => !word.ContainsAny('"', '\'', '`') && Labels.NotAValue.IsOdd(word);

    /// <summary><c>Meadow-2.11.10</c>: numbers with dots between them, and no mark.</summary>
    private static bool IsVersion(ReadOnlySpan<char> word)
    {
        var number = word.TrimStart("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_");
        var dot = number.IndexOf('.');
        return dot > 0 && dot + 1 < number.Length && !number[..dot].ContainsAnyExceptInRange('0', '9') && char.IsAsciiDigit(number[dot + 1]) && !number.ContainsAny(Strong);
    }

    /// <summary>Mail, hosts, files and versions: parts told apart by dots of which the last is letters, or numbers throughout.</summary>
    private static bool IsAddress(ReadOnlySpan<char> word)
    {
        if (word.LastIndexOf(':') is > 0 and var line && !word[(line + 1)..].ContainsAnyExceptInRange('0', '9'))
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
        if (last.Length is < 2 or > 12 || last.ContainsAnyExceptInRange('a', 'z') || name.ContainsAny(NotOfAddresses))
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
