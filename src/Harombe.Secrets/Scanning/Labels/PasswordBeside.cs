using System.Buffers;
using Harombe.Secrets.Scanning.Formats;
using Harombe.Secrets.Scanning.Randomness;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>
/// A password some words behind the one that tells of it, in what people write: <c>10.0.0.7 (pw: …)</c>, <c>ID/PW admin/…</c>, <c>the router's password? — …</c>, in
/// whatever language. Nothing is assigned there, so the value must be what no word, number or version is.
/// </summary>
internal sealed class PasswordBeside : ISecretFormat
{
    private const int Reach = 110;
    private const int MostWords = 12;
    private const int MostLines = 2;
    private const int Longest = 80;
    private const int LeastToken = 12;
    private const int LongestUser = 24;

    private static readonly SearchValues<char> Space = SearchValues.Create(" \t\r\n|<>");
    private static readonly SearchValues<char> WordEnd = SearchValues.Create(" \t\r\n:=(>,;\"'");
    private static readonly SearchValues<char> Pointers = SearchValues.Create(":=>/`：");
    private static readonly SearchValues<char> OfValues = SearchValues.Create("$\\?");

    public string Kind => Kinds.Told;

    public IReadOnlyList<Anchor> Anchors => PasswordWords.All;

    /// <summary>What was read between the word that tells of a password and the one that is judged.</summary>
    /// <param name="IsPointedAt">Whether the text leads right up to it.</param>
    /// <param name="IsTold">Whether it does so in so many words, and not by standing there alone.</param>
    /// <param name="Lines">How many lines ended.</param>
    /// <param name="IsCode">Whether one of them ended as code does.</param>
    private readonly record struct Lead(bool IsPointedAt, bool IsTold, int Lines, bool IsCode);

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var isSlash = text[at] == ' ';
        if ((at > 0 && !isSlash && (char.IsAsciiLetterOrDigit(text[at - 1]) || text[at - 1] is '+')) || OwnPlaceholder.IsAround(text, at))
        {
            return;
        }

        var isOfUser = isSlash && FollowsUser(text[..at]);
        var lead = new Lead(IsPointedAt: !isSlash || isOfUser, IsTold: isOfUser || text[..(at + anchorLength)].EndsWith(" to "), Lines: 0, IsCode: false);
        var limit = Math.Min(text.Length, at + anchorLength + Reach);
        var start = BehindWord(text[..limit], at + anchorLength);
        for (var words = 0; words < (isSlash ? 1 : MostWords); words++)
        {
            if (!TryWord(text, limit, ref start, ref lead, out var length))
            {
                return;
            }

            var word = text.Slice(start, length);
            if ((isSlash && !MayFollowSlash(word, isOfUser)) || Judge(text, start, word, lead, ref sink))
            {
                return;
            }

            var pointsOn = PasswordWords.PointsOn(word);
            lead = lead with { IsPointedAt = pointsOn, IsTold = pointsOn };
            start += length;
        }
    }

    /// <summary>passwords, passwordField__9qnLm: the rest of that word is none.</summary>
    private static int BehindWord(ReadOnlySpan<char> text, int start)
    {
        var goesOn = start < text.Length && (char.IsAsciiLetterOrDigit(text[start]) || text[start] is '_' or '-' or '@' or '/' or '#')
            && text[start - 1] is < (char)128 and not (' ' or ':' or '=' or '(' or ')' or '>');
        return !goesOn ? start : text[start..].IndexOfAny(WordEnd) is >= 0 and var rest ? start + rest : text.Length;
    }

    /// <summary>Where the next word begins, and its length; false where there is none, or what follows is another's.</summary>
    private static bool TryWord(ReadOnlySpan<char> text, int limit, ref int start, ref Lead lead, out int length)
    {
        length = 0;
        while (start < limit && Space.Contains(text[start]))
        {
            if (text[start] == '\n')
            {
                var endsCode = start > 0 && text[start - 1] is ')' or ',' or ';' or '{' or '(' or '\'' or '"' or '[' or ']' or '}' or '\r' or '\\';
                lead = lead with { Lines = lead.Lines + 1, IsCode = lead.IsCode || endsCode };
            }

            start++;
        }

        if (lead.Lines > MostLines || start >= limit || IsSealed(text[start..Math.Min(text.Length, start + Longest)]))
        {
            return false;
        }

        var rest = text[start..Math.Min(text.Length, start + Longest)];
        var end = rest.IndexOfAny(Space);
        length = end < 0 ? rest.Length : end;
        return end >= 0 || rest.Length < Longest;
    }

    // What sops and Jasypt have encrypted.
    private static bool IsSealed(ReadOnlySpan<char> value) => value.TrimStart(":=") is var rest && (rest.StartsWith("ENC[") || rest.StartsWith("ENC("));

    private bool Judge(ReadOnlySpan<char> text, int start, ReadOnlySpan<char> word, Lead lead, ref FindingSink sink)
    {
        // What stands before the last sign that leads on: admin/…, (pw:…, =>…
        var from = word.Length - word.TrimStart(":=->/()[]&,.|*\"'`“‘«<：\\").Length;
        lead = lead with { IsPointedAt = lead.IsPointedAt || word[..from].ContainsAny(Pointers) };
        var value = word[from..];
        var sign = value[..Math.Max(0, value.Length - 1)].LastIndexOfAny('/', ':');
        if (sign >= 0 && value.Count('/') < 2 && !PasswordLook.Is(Trimmed(value), lead.IsPointedAt))
        {
            from += sign + 1;
            value = value[(sign + 1)..];
            lead = lead with { IsPointedAt = true };
        }

        value = Trimmed(value);
        if (value.IsEmpty || word.EndsWith("...") || start + from == sink.LastValue || !MayBe(value, lead) || !IsSecret(text, start + from, value))
        {
            return false;
        }

        sink.Add(Kind, start + from, value.Length);
        return true;
    }

    private static bool MayBe(ReadOnlySpan<char> value, Lead lead) =>
        (PasswordLook.Is(value, lead.IsPointedAt)
            || (lead.IsTold && (MadePassword.IsHuman(value) || MadePassword.IsPhrase(value) || (lead.Lines == 0 && MachineValue.Is(value, LeastToken)))))
        && !(lead is { Lines: > 0, IsCode: true } && !PasswordLook.IsMarked(value));

    // Elsewhere it is a division, or a path that was taken apart.
    private static bool MayFollowSlash(ReadOnlySpan<char> word, bool isOfUser) =>
        word.ContainsAnyInRange('a', 'z') && (isOfUser || word.ContainsAnyInRange('A', 'Z'));

    private static bool FollowsUser(ReadOnlySpan<char> before)
    {
        var near = before[Math.Max(0, before.Length - LongestUser)..];
        return PasswordWords.IsUser(near[(near.LastIndexOfAny(" \n:,(") + 1)..]);
    }

    private static ReadOnlySpan<char> Trimmed(ReadOnlySpan<char> value)
    {
        value = value.TrimEnd(".,;:)]}>\"'`”’»|\\");
        value = value.EndsWith("\\r") || value.EndsWith("\\n") ? value[..^2] : value;
        return value.Length > 1 && value[^1] == '?' && !value[..^1].ContainsAny(OfValues) ? value[..^1] : value;
    }

    private static bool IsSecret(ReadOnlySpan<char> text, int start, ReadOnlySpan<char> value) =>
        value[0] is not ('$' or '%') && !NotAValue.Is(text, new Assignment(start, start, start, value.Length, '"', ':')) && !Examples.Are(value) && !OwnPlaceholder.Is(value) && !Guid.TryParse(value, out _);
}
