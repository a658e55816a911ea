using System.Buffers;
using System.Text;

namespace Harombe.Policy.Provenance.Text;

/// <summary>Gathers the groups of one long number: an account in groups of four, a telephone number with its brackets. Fed piece by piece; not thread-safe.</summary>
internal sealed class NumberRun(HashSet<Entity> found)
{
    private const int LongestNumber = 64;

    private static readonly SearchValues<char> Signs = SearchValues.Create("0123456789+-/.");

    private readonly StringBuilder run = new();
    private bool telephone;
    private int groups;

    public void Add(ReadOnlySpan<char> piece)
    {
        var trimmed = piece.TrimEnd(".:!?");
        var whole = Compact(trimmed);
        if (Dates.IsMoment(trimmed.ToString()) || trimmed.IndexOf('.') > 0 && trimmed.IndexOf('/') < 0 && whole.All(char.IsAsciiDigit) && whole.Length < 10)
        {
            End();
            return;
        }

        if (whole.Length is >= 10 and <= LongestNumber && Digits(whole) >= 6 && whole.Length == trimmed.Length - trimmed.Count('-') && trimmed[0] != '+')
        {
            End();
            found.Add(new Entity(EntityKind.Account, whole));
            return;
        }

        // Letters belong to a number only as the bank's, behind the country's.
        if (!IsGroup(trimmed, groups == 0) || (char.IsAsciiLetter(trimmed[0]) && groups > 0 && !(groups == 1 && char.IsAsciiLetter(run[0]))))
        {
            End();
            return;
        }

        telephone = groups == 0 ? trimmed[0] is '+' or '0' : telephone;
        run.Append(whole);
        groups++;
        if (piece.Length != trimmed.Length || run.Length > LongestNumber)
        {
            End();
        }
    }

    public void Gap(char gap)
    {
        if (gap is not (' ' or '(' or ')' or '\u00a0'))
        {
            End();
        }
    }

    public void End()
    {
        if (run.Length > 0)
        {
            var number = run.ToString();
            if (telephone && number.Length is >= 7 and <= 16 && number.All(char.IsAsciiDigit))
            {
                found.Add(new Entity(EntityKind.Phone, number));
            }
            else if (groups >= 3 && number.Length is >= 12 and <= LongestNumber && Digits(number) >= 8)
            {
                found.Add(new Entity(EntityKind.Account, number));
            }
        }

        run.Clear();
        (groups, telephone) = (0, false);
    }

    // Of an account: a country and its check digits, four letters of a bank, digits in twos to fours. Of a telephone number: digits and its signs.
    private static bool IsGroup(ReadOnlySpan<char> piece, bool first) => piece.Length is > 0 and <= 20 && (piece[^1] is >= '0' and <= '9'
        ? !piece.ContainsAnyExcept(Signs) && (first || piece.IndexOf('+') < 0) && piece.Length <= (first ? 20 : 12)
            || (first && piece.Length == 4 && char.IsAsciiLetter(piece[0]) && char.IsAsciiLetter(piece[1]) && char.IsAsciiDigit(piece[2]))
        : !first && piece.Length == 4 && piece.IndexOfAnyExceptInRange('a', 'z') < 0);

    private static string Compact(ReadOnlySpan<char> piece)
    {
        var compact = new StringBuilder(Math.Min(piece.Length, LongestNumber + 1));
        foreach (var c in piece)
        {
            if (char.IsAsciiLetterOrDigit(c) && compact.Length <= LongestNumber)
            {
                compact.Append(c);
            }
        }

        return compact.ToString();
    }

    private static int Digits(string text) => text.Count(char.IsAsciiDigit);
}
