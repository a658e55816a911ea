namespace Harombe.Secrets.Scanning.Randomness;

/// <summary>
/// Tells text that people read from text that a machine drew. Words of four and twelve letters come to 4.3 and 3.6 bits a pair of letters
/// on the average, random letters to 5.9.
/// </summary>
internal readonly ref struct Wording
{
    private const double MostOfWords = 4.7;

    public readonly int Letters;
    public readonly int Digits;
    public readonly int Others;

    /// <summary>Pairs of neighbouring letters that could belong to one word, and what they come to.</summary>
    public readonly int Pairs;
    public readonly int PairBits;

    /// <summary>How often digits begin behind something else, or letters behind digits.</summary>
    public readonly int Changes;

    /// <summary>How often a capital stands behind a small letter.</summary>
    public readonly int Humps;

    public Wording(ReadOnlySpan<char> text)
    {
        var before = '\0';
        foreach (var c in text)
        {
            if (char.IsAsciiLetter(c))
            {
                Letters++;
                if (char.IsAsciiLetter(before))
                {
                    if (char.IsAsciiLetterLower(before) && char.IsAsciiLetterUpper(c))
                    {
                        Humps++;
                    }
                    else
                    {
                        Pairs++;
                        PairBits += Bigrams.Of(before, c);
                    }
                }
                else if (char.IsAsciiDigit(before))
                {
                    Changes++;
                }
            }
            else if (char.IsAsciiDigit(c))
            {
                Digits++;
                Changes += char.IsAsciiDigit(before) ? 0 : 1;
            }
            else
            {
                Others++;
            }

            before = c;
        }
    }

    /// <summary>Bits a pair; of too few pairs nothing is said.</summary>
    public double BitsAPair => Pairs == 0 ? 9 : (double)PairBits / Pairs;

    /// <summary>Whether nearly all of it is words, with a number or two among them at most.</summary>
    public static bool IsWords(ReadOnlySpan<char> text) => new Wording(text).AreWords(text.Length);

    public bool AreWords(int length) =>
        Pairs >= 4 && BitsAPair < MostOfWords && Pairs * 2 >= length && Digits * 4 <= length && Changes <= 2 + (length / 16) && Humps * 5 <= length;
}
