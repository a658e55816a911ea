using System.Buffers;
using Harombe.Secrets.Scanning.Randomness;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>Tells what stands where a value is expected and is none: references, code, paths, addresses of other things.</summary>
internal static class NotAValue
{
    private static readonly SearchValues<char> OfNames = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-/%@");
    private static readonly SearchValues<char> Names = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    private static readonly SearchValues<char> CodeMarks = SearchValues.Create("()[]{}<>");
    private static readonly SearchValues<string> References = SearchValues.Create(
        ["process.env", "os.environ", "getenv", "getpass", "secrets.", "vault:", "secret://", "${", "$(", "{{", "}}", "<%", "#{", "%(", "ENV[", "env.", "config.", "settings.", "self.", "this.", "props.",
         "request.", "req.", "res.", "args.", "params.", "options.", "opts.", "data.", "input(", "null", "undefined", "arn:aws", "keyvault", "ssm:", "op://"],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> FileEndings = SearchValues.Create(
        [".pem", ".key", ".crt", ".json", ".yaml", ".yml", ".txt", ".xml", ".py", ".js", ".ts", ".go", ".rb", ".cs", ".java", ".php", ".html", ".css", ".md", ".sh", ".conf", ".cfg", ".ini", ".com", ".org", ".net", ".io", ".local"],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> Capitals = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ_ ");

    private const int LeastOfOdd = 4;
    private const int LongestColour = 9;
    private const int AddressLength = 42;
    private const int LongNoise = 32;
    private const int ShortestSealed = 100;

    public static bool Is(ReadOnlySpan<char> text, Assignment assignment)
    {
        var value = text.Slice(assignment.Start, assignment.Length);
        if (value.IsEmpty || value.Contains("://", StringComparison.Ordinal) || (!IsOdd(value) && (IsReference(value) || IsPath(value))))
        {
            return true;
        }

        if (IsPublic(value) || IsPattern(value) || IsMask(value) || IsOpenToAll(value) || value.StartsWith("ENC[") || (value.StartsWith("Ag") && Nearby.Has(text, assignment.LabelStart, "encryptedData")))
        {
            // The last is what a cluster alone can open: github.com/bitnami-labs/sealed-secrets.
            return true;
        }

        if (value.Length > 8 && value[..3].Contains("sha", StringComparison.OrdinalIgnoreCase) | value.StartsWith("md5", StringComparison.OrdinalIgnoreCase) && value[..8].ContainsAny('=', '-', ':'))
        {
            // A digest that says so.
            return true;
        }

        var next = assignment.Start + assignment.Length;
        if (IsVariable(value))
        {
            return true;
        }

        if (assignment.Quote != default)
        {
            // "#add-password", ".field": what selects an element, not what opens a door.
            return (value[0] == '{' && value[^1] == '}' && value[1..^1].IndexOfAny("{}") < 0 && !value.Contains(':')) || value[0] is '#' or '.' or '@' or ':' && !value[1..].ContainsAnyExcept(OfNames) && !value.ContainsAnyInRange('0', '9');
        }

        return (value[0] == '#' && value.Length <= LongestColour && !value[1..].ContainsAnyExcept(Alphabets.AnyHex))
            || (value[0] == '@' && assignment.Operator == '>')
            || (value[0] is '@' or '*' or '&' or '#' or '/' or '~' or '.' or '-' && !value[1..].ContainsAnyExcept(OfNames) && !value.ContainsAnyInRange('0', '9'))
            || (next < text.Length && text[next] is '(' or '[')
            || (value.ContainsAny(CodeMarks) && (Nests(value) || !HasManySymbols(value)));
    }

    /// <summary>Keys that their providers' documents call public: Mapbox, Stripe, Supabase, PostHog.</summary>
    private static bool IsPublic(ReadOnlySpan<char> value) =>
        value.StartsWith("pk.eyJ") || value.StartsWith("pk_live_") || value.StartsWith("pk_test_") || value.StartsWith("sb_publishable_") || value.StartsWith("phc_");

    /// <summary><c>[FILTERED]</c>, the end of a call that asks for one, a number of the registry, what a form must hold.</summary>
    private static bool IsMask(ReadOnlySpan<char> value) =>
        value[0] == ')' || (value[0] == '[' && value[^1] == ']' && !value[1..^1].ContainsAnyExcept(Capitals))
        || value.StartsWith("dword:") || value.StartsWith("url(data:") || value.StartsWith("required|") || value.StartsWith("nullable|") || value.StartsWith("string|");

    /// <summary>What is encrypted already, as OpenPGP and Amazon's key service write it, and the address of an account on a chain, which everybody may know.</summary>
    private static bool IsOpenToAll(ReadOnlySpan<char> value) =>
        (value.Length >= ShortestSealed && (value.StartsWith("wcFM") || value.StartsWith("AQICAH")))
        || (value.Length == AddressLength && value.StartsWith("0x") && !value[2..].ContainsAnyExcept(Alphabets.AnyHex));

    /// <summary>A regular expression, such as one that passwords must match.</summary>
    private static bool IsPattern(ReadOnlySpan<char> value) => value[0] == '^' && (value[^1] == '$' || value.Contains("(?", StringComparison.Ordinal)) && value.ContainsAny('[', '(', '\\');

    /// <summary>A password may hold brackets; code that holds so many different marks without a quote, comma or space among them is rare.</summary>
    public static bool HasManySymbols(ReadOnlySpan<char> value)
    {
        var seen = 0UL;
        var count = 0;
        foreach (var c in value)
        {
            if (c is > ' ' and < (char)127 && !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or ',' or '/') && (seen & (1UL << (c & 63))) == 0)
            {
                seen |= 1UL << (c & 63);
                count++;
            }
        }

        return count >= 5;
    }

    /// <summary>Whether a value is so full of marks that don't belong together that only a password can be.</summary>
    public static bool IsOdd(ReadOnlySpan<char> value) => (HasManySymbols(value) || IsNoise(value)) && new Wording(value) is var wording && wording.Letters + wording.Digits >= LeastOfOdd && !Nests(value) && !value.ContainsAny(' ', '\\') && !value.Contains("(?", StringComparison.Ordinal);

    /// <summary>As WordPress makes its salts: long, of all sorts of characters, without a space.</summary>
    private static bool IsNoise(ReadOnlySpan<char> value) =>
        value.Length >= LongNoise && value.ContainsAnyInRange('0', '9') && value.ContainsAnyInRange('a', 'z') && value.ContainsAnyInRange('A', 'Z') && value.ContainsAny('^', '<', '>') | value.ContainsAny('|', '~', '`') && Entropy.Of(value) >= 4.5;

    /// <summary><c>$NAME</c>, <c>%NAME%</c>, also with quotes of their own and something behind: a name in capitals, or a name and nothing else.</summary>
    private static bool IsVariable(ReadOnlySpan<char> value)
    {
        value = value.TrimStart("'\"");
        if (value.Length < 3 || value[0] is not ('$' or '%'))
        {
            return false;
        }

        var name = Alphabets.Run(value, 1, Names, value.Length);
        return name + 1 == value.Length || (value[0] == '%' && name + 2 == value.Length && value[^1] == '%') || (name >= 3 && !value.Slice(1, name).ContainsAnyInRange('a', 'z') && value[name + 1] is '/' or '%' or '\'' or '"' or '.' or ':' or '@')
            || (name >= 2 && name + 2 < value.Length && value[name + 1] is '-' or '[' or '{' or '(' or '.' or ':' && value[0] == '$' && value[name + 2] is '>' or '"' or '\'' or ':' or '$');
    }

    /// <summary>Whether every bracket closes the one that was opened last, as brackets in code do.</summary>
    private static bool Nests(ReadOnlySpan<char> value)
    {
        Span<char> open = stackalloc char[32];
        var depth = 0;
        foreach (var c in value)
        {
            if (c is '(' or '[' or '{' && depth < open.Length)
            {
                open[depth++] = c;
            }
            else if (c is ')' or ']' or '}' && (depth == 0 || open[--depth] != (c switch { ')' => '(', ']' => '[', _ => '{' })))
            {
                return false;
            }
        }

        return depth == 0;
    }

    private static bool IsReference(ReadOnlySpan<char> value) =>
        value.ContainsAny(References) && !HasManySymbols(value);

    private static bool IsPath(ReadOnlySpan<char> value)
    {
        if (value.StartsWith("./") || value.StartsWith("../") || value.StartsWith("~/") || (value[0] == '/' && value[1..].Contains('/') && !value.ContainsAny("+=")) || value.StartsWith("C:\\"))
        {
            return true;
        }

        var dot = value.LastIndexOf('.');
        return dot > 0 && value.Length - dot <= 6 && value[dot..].ContainsAny(FileEndings);
    }
}
