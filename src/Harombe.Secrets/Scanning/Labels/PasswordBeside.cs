using System.Buffers;
using Harombe.Secrets.Scanning.Formats;
using Harombe.Secrets.Scanning.Randomness;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>
/// A password beside its word in notes that people write: <c>10.0.0.7 (pw: …)</c>, <c>ID/PW admin/…</c>, <c>ssh ada@host password …</c>. Nothing is assigned there, so
/// the value must be what no word, number or version is: digits among letters of both cases, or with a mark among them.
/// </summary>
internal sealed class PasswordBeside : ISecretFormat
{
    private const int Longest = 64;
    private const int Shortest = 7;
    private const int MostBetween = 40;

    private static readonly SearchValues<char> End = SearchValues.Create(" \t\r\n\"'`,;<>)]}|");
    private static readonly SearchValues<char> Between = SearchValues.Create(" \t:=-/>()[]&,.|*");

    private static readonly SearchValues<char> OfCode = SearchValues.Create("/=()[]{}\\");

    public string Kind => Kinds.Told;

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.AnyCase("password", "passwd", "pass ", "pass:", "pass(", "/pass", "pwd", "pw:", "pw ", "pw(", "pw)", "pw=", "pw>");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var start = at + (char.IsAsciiLetter(text[at + anchorLength - 1]) ? anchorLength : anchorLength - 1);
        if ((at > 0 && (char.IsAsciiLetterOrDigit(text[at - 1]) || text[at - 1] is '+')) || OwnPlaceholder.IsAround(text, at))
        {
            return;
        }

        var limit = Math.Min(text.Length, start + MostBetween);
        for (var word = 0; word < 4 && start < limit; word++)
        {
            var gap = Alphabets.Run(text, start, Between, MostBetween);
            if (gap == 0 && word > 0)
            {
                return;
            }

            start += gap;
            var rest = text[start..Math.Min(text.Length, start + Longest)];
            var end = rest.IndexOfAny(End);
            var value = end < 0 ? rest : rest[..end];
            if (value.IsEmpty || value.StartsWith("ENC") || value.ContainsAny('$', '\\', '?'))
            {
                return;
            }

            // admin/…, admin:…, default:…
            var last = value.TrimEnd(".:!").LastIndexOfAny('/', ':', '(') + 1;
            var secret = value[last..].TrimEnd(".:!");
            if (IsSecret(text, start + last, secret))
            {
                if (start + last != sink.LastValue)
                {
                    sink.Add(Kind, start + last, secret.Length);
                }

                return;
            }

            start += value.Length;
        }
    }

    private static bool IsSecret(ReadOnlySpan<char> text, int start, ReadOnlySpan<char> value)
    {
        if (value.Length is < Shortest or >= Longest || value.ContainsAny(OfCode) || value.Contains("..", StringComparison.Ordinal) || !MachineValue.IsMixed(value))
        {
            return false;
        }

        return !NotAValue.Is(text, new Assignment(start, start, start, value.Length, '"', ':')) && !Examples.Are(value) && !OwnPlaceholder.Is(value) && !Guid.TryParse(value, out _);
    }
}
