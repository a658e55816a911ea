using System.Buffers;

namespace Harombe.Secrets.Scanning.Randomness;

/// <summary>The forms in which people and generators make passwords out of words. Asked only where nothing but a password is expected: names have these forms too.</summary>
internal static class MadePassword
{
    private const int Longest = 72;
    private const int LeastParts = 3;
    private const int LeastWord = 3;
    private const int LeastName = 4;
    private const int GroupLength = 4;

    private static readonly SearchValues<char> OfNames = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-_!#@");
    private static readonly SearchValues<char> OfPhrases = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>A word or two and a number, with a mark between them or a capital before: <c>Meadow.7162</c>, <c>Calm-Otter19</c>, <c>otter7162</c>.</summary>
    public static bool IsHuman(ReadOnlySpan<char> word)
    {
        var digits = word.Length - word.TrimEnd("0123456789").Length;
        var name = word[..^digits].TrimEnd(".-_!#@$&*+");
        return digits is >= 2 and <= 8 && name.Length >= LeastName && digits + name.Length + 1 >= word.Length && !name.ContainsAnyExcept(OfNames) && char.IsAsciiLetter(name[0])
            && (digits >= 3 || word.ContainsAnyInRange('A', 'Z')) && !PasswordWord.IsPartOfLabel(name) && !OtherWord.IsTechnical(word);
    }

    /// <summary>Words joined by hyphens, three with a number or four, as generators of passphrases make them: <c>calm-otter-meadow-76</c>.</summary>
    public static bool IsPhrase(ReadOnlySpan<char> word)
    {
        if (word.Length > Longest || word.ContainsAnyExcept(OfPhrases) || PasswordWord.IsPartOfLabel(word))
        {
            return false;
        }

        var (words, numbers) = (0, 0);
        foreach (var part in new Pieces(word, '-'))
        {
            if (part.Length >= LeastWord && !part.ContainsAnyExcept(Alphabets.Small))
            {
                words++;
            }
            else if (part.Length is >= 1 and <= 4 && !part.ContainsAnyExcept(Alphabets.Digit))
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

    /// <summary>Groups of four letters and digits with a space between them, as providers print the passwords that they make for programs.</summary>
    public static bool IsGroups(ReadOnlySpan<char> value)
    {
        var groups = 0;
        foreach (var group in new Pieces(value, ' '))
        {
            if (group.Length != GroupLength || group.ContainsAnyExcept(Alphabets.Base62))
            {
                return false;
            }

            groups++;
        }

        return groups is >= 4 and <= 8 && !Wording.IsWords(value);
    }
}
