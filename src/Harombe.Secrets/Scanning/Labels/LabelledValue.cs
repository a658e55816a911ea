using System.Buffers;
using Harombe.Secrets.Scanning.Formats;
using Harombe.Secrets.Scanning.Randomness;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>
/// A value that its label calls secret: <c>DB_PASSWORD=…</c>, <c>"client_secret": "…"</c>, <c>--token …</c>. Labels are common words, so
/// the value must look like one too: the less the label says, the more is asked of the value.
/// </summary>
internal sealed class LabelledValue : ISecretFormat
{
    private const int Shortest = 5;
    private const int LeastStrong = 8;
    private const int LeastWeak = 12;
    private const int LeastApart = 16;
    private const int LeastHex = 20;
    private const int LeastOdd = 32;
    private const int UuidLength = 36;

    // A list longer than this is not looked through: a stream remembers no more of its label.
    private const int Reach = 600;
    private const int LongestQualifier = 12;

    // Of SHA-1, SHA-256 and SHA-512, in hexadecimal digits and in base64.
    private static readonly int[] DigestLengths = [28, 40, 43, 44, 64, 86, 88, 128];

    private static readonly string[] Qualifiers =
        ["cache ", "public ", "foreign ", "primary ", "partition ", "sort ", "verify ", "host ", "did:"];

    private static readonly SearchValues<string> SecretIds = SearchValues.Create(["api", "secret", "private", "access", "auth"], StringComparison.OrdinalIgnoreCase);

    public string Kind => Kinds.LabelledSecret;

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.AnyCase(
        "pass", "pwd", "kennwort", "senha", "contrasena", "wachtwoord", "_pw", "pw:", "pw=", "pw\"", "pw'", "pw ", "secret", "token", "key", "psk", "auth", "cred", "access", "webhook", "bearer", "signature", "session", "cookie", "crumb", "client_id", "clientid", "client-id", "app_id", "appid", "app-id", "api_id", "merchant_id", "consumer_id", "_certificate",
        "_salt", "pat>", "subscription=", "reporter_id", "dockerc", "_api", "_pat");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        if (!sink.TryRead(text, at, anchorLength, out var assignment) || assignment.Start == sink.LastValue)
        {
            return;
        }

        var strength = Label.Of(text[assignment.LabelStart..assignment.LabelEnd]);
        if (strength == LabelStrength.None || OwnPlaceholder.IsAround(text, at))
        {
            return;
        }

        sink.LastValue = assignment.Start;
        var value = Trim(text, ref assignment);
        if (assignment.Operator == '>' && value.StartsWith("{"))
        {
            Enclosed(text, assignment.Start, ref sink);
            return;
        }

        var kind = strength == LabelStrength.Password ? Kinds.LabelledPassword : Kind;
        if (IsSecret(text, assignment, value, strength))
        {
            sink.Add(kind, assignment.Start, assignment.Length);
        }

        var (item, following) = (assignment, Reach);
        while (following > 0 && ValueReader.TryNext(text, item.Start + item.Length, item.Quote, out var next))
        {
            following -= next.Start + next.Length - item.Start - item.Length;
            item = item with { Start = next.Start, Length = next.Length, Quote = next.Quote };
            if (following > 0 && IsSecret(text, item, text.Slice(item.Start, item.Length), strength))
            {
                sink.Add(kind, item.Start, item.Length);
            }
        }
    }

    /// <summary><c>&lt;secret&gt;{name AQAAABAAA …}&lt;/secret&gt;</c>, as Jenkins exports what it keeps: the last word counts.</summary>
    private void Enclosed(ReadOnlySpan<char> text, int start, ref FindingSink sink)
    {
        var rest = text[start..Math.Min(text.Length, start + Shapes.Shape.Longest)];
        var content = rest[..(rest.IndexOfAny('<', '\n') is >= 0 and var end ? end : rest.Length)].TrimEnd(" }");
        if (content.LastIndexOfAny(' ', '{') + 1 is var last && MachineValue.Is(content[last..], LeastStrong))
        {
            sink.Add(Kind, start + last, content.Length - last);
        }
    }

    private static bool IsSecret(ReadOnlySpan<char> text, Assignment assignment, ReadOnlySpan<char> value, LabelStrength strength)
    {
        if (IsGap(text, assignment, value) || IsQualifiedKey(text, assignment) || (DigestLengths.Contains(value.Length) && IsDigest(text[..assignment.Start])))
        {
            return false;
        }

        if (assignment.Operator == ' ' && assignment.Quote != default && !IsStated(text, assignment, value))
        {
            return false;
        }

        if (value.Length < Shortest || NotAValue.Is(text, assignment) || (Examples.Are(value) && !NotAValue.IsOdd(value)) || OwnPlaceholder.Is(value))
        {
            return false;
        }

        var isQuoted = assignment.Quote != default;
        if (value.Length == UuidLength && Guid.TryParseExact(value, "D", out var uuid))
        {
            return uuid != Guid.Empty && (strength == LabelStrength.Identifier ? ProviderIdentifier.Is(value) : strength >= LabelStrength.Strong && SaysSecret(text[assignment.LabelStart..assignment.LabelEnd]));
        }

        return strength switch
        {
            LabelStrength.Password when assignment.Operator is ',' or '|' => MachineValue.Is(value, LeastStrong),
            LabelStrength.Password => PasswordValue.Is(value, isQuoted) || (isQuoted && MadePassword.IsGroups(value)) || (assignment.Operator is '=' or ':' or '>' && MadePassword.IsHuman(value)) || (PasswordWord.Is(value) && (isQuoted ? assignment.Operator is '=' or ':' : IsSetting(text, assignment)))
                || (MadePassword.IsPhrase(value) && assignment.Operator is '=' or ':' or ' ') || (isQuoted && PasswordWord.IsPhrase(value) && assignment.Operator is '=' or ':') || CredentialContext.Vouches(text, assignment, value),
            _ when assignment.Operator is ',' or '|' or '(' => (strength == LabelStrength.Strong && MachineValue.Is(value, LeastApart)) || (isQuoted && value.Length >= LeastOdd && NotAValue.IsOdd(value)),
            LabelStrength.Strong when IsNumber(text, assignment, value) => true,
            LabelStrength.Identifier => ProviderIdentifier.Is(value),
            LabelStrength.Strong => MachineValue.Is(value, LeastStrong) || (isQuoted && !value.Contains(' ') && (NotAValue.HasManySymbols(value) || PasswordValue.IsMixed(value)))
                || (!isQuoted && assignment.Operator is '=' or ':' && NotAValue.IsOdd(value)),
            LabelStrength.Weak => MachineValue.Is(value, LeastWeak) && (value.ContainsAnyInRange('0', '9') || value.ContainsAnyInRange('a', 'z')) && value.Count(':') < 2 && Entropy.Of(value) >= 3.2 && (value.Length >= LeastHex || value.ContainsAnyExcept(Alphabets.AnyHex)),
            _ => false,
        };
    }

    /// <summary>Most ids are written like this, and few of them are secrets: the label must leave no doubt.</summary>
    private static bool SaysSecret(ReadOnlySpan<char> label) =>
        label.ContainsAny(SecretIds) || (label.Length > "token".Length && label.EndsWith("token", StringComparison.OrdinalIgnoreCase));

    /// <summary>Nothing but a quote stands between the label and its value: a statement of a file of settings, or a value that no sentence quotes.</summary>
    private static bool IsStated(ReadOnlySpan<char> text, Assignment assignment, ReadOnlySpan<char> value)
    {
        var next = assignment.Start + assignment.Length + 1;
        return text[assignment.LabelStart] == '-' || text[..assignment.LabelStart].EndsWith("#define ") || (assignment.LabelStart > 0 && text[assignment.LabelStart - 1] == '(') || (next < text.Length && text[next] == ';') || PasswordValue.IsMixed(value) || NotAValue.HasManySymbols(value)
            || CredentialContext.Vouches(text, assignment, value);
    }

    /// <summary>password=&lt;password&gt;&amp;ssl=true, ${PASSWORD:?required}: what stands there is filled in elsewhere.</summary>
    private static bool IsGap(ReadOnlySpan<char> text, Assignment assignment, ReadOnlySpan<char> value) =>
        value.Length > 0 && ((assignment.Operator == '>' && value[0] == '&') || (value[0] is '?' or '+' && text[..assignment.LabelStart].EndsWith("{")));

    /// <summary>Whether a label that is "key" and nothing more stands behind a word that says that it opens nothing: a public key, the key of a cache.</summary>
    private static bool IsQualifiedKey(ReadOnlySpan<char> text, Assignment assignment)
    {
        if (!text[assignment.LabelStart..assignment.LabelEnd].Equals("key", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var before = text[Math.Max(0, assignment.LabelStart - LongestQualifier)..assignment.LabelStart];
        foreach (var word in Qualifiers)
        {
            if (before.EndsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDigest(ReadOnlySpan<char> before) => before.EndsWith("sha256:") || before.EndsWith("sha512:") || before.EndsWith("sha1:") || before.EndsWith("h1:");

    /// <summary>A long number in quotes that is called a secret.</summary>
    private static bool IsNumber(ReadOnlySpan<char> text, Assignment assignment, ReadOnlySpan<char> value) =>
        value.Length is >= 15 and <= 40 && assignment.Quote != default && !value.ContainsAnyExceptInRange('0', '9') && Entropy.Of(value) >= 2.6
        && text[assignment.LabelStart..assignment.LabelEnd].Contains("secret", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether no program stands here but its settings, where words need no quotes: a variable in capitals, or a part of a connection string.</summary>
    private static bool IsSetting(ReadOnlySpan<char> text, Assignment assignment)
    {
        var label = text[assignment.LabelStart..assignment.LabelEnd];
        var end = assignment.Start + assignment.Length;
        return assignment.Operator == '='
            && (!label.ContainsAnyInRange('a', 'z') || (end < text.Length && text[end] == ';' && text[LineStart.Of(text, assignment.LabelStart)..assignment.LabelStart].TrimEnd(' ').EndsWith(";")));
    }

    /// <summary>Without what closes the code or the sentence around it, or begins the next part of an address.</summary>
    private static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text, ref Assignment assignment)
    {
        var value = text.Slice(assignment.Start, assignment.Length);
        if (assignment.Quote == default)
        {
            if (assignment.LabelStart > 0 && text[assignment.LabelStart - 1] is '?' or '&' && value.IndexOfAny('&', '#') is >= 0 and var next)
            {
                value = value[..next];
            }

            if (value.Length > 2 && value[0] == '[' && value[^1] == ']' && value[1] != '[')
            {
                // client_secret=[…], as Java prints a list of one.
                value = value[1..^1];
                assignment = assignment with { Start = assignment.Start + 1 };
            }

            if (!value.ContainsAny("([{") || !NotAValue.HasManySymbols(value))
            {
                value = value.TrimEnd(")]}.!?:");
            }

            assignment = assignment with { Length = value.Length };
            if (text[(assignment.Start + value.Length)..].StartsWith("..."))
            {
                // Cut short by who wrote it.
                return [];
            }
        }

        return value;
    }
}
