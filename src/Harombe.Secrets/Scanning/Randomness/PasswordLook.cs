using System.Buffers;
using Harombe.Secrets.Scanning.Labels;

namespace Harombe.Secrets.Scanning.Randomness;

/// <summary>
/// Whether a word can hardly be anything but a password: letters, digits and marks mixed as in no word, name, version, path or piece of code. Where a sentence says
/// that a password comes but not where, the word that looks so is taken for it.
/// </summary>
internal static class PasswordLook
{
    private const int Shortest = 8;
    private const int Longest = 72;

    // What passwords have to have in many places and what words of other texts hold seldom.
    private static readonly SearchValues<char> Strong = SearchValues.Create("!@#$%^&*?~");
    private static readonly SearchValues<char> OfCode = SearchValues.Create("(){}[]<>\"'`\\|,;/");
    private static readonly SearchValues<char> Weak = SearchValues.Create("_-.=:+");

    /// <param name="word">A word, without what closes the sentence or the quotes around it.</param>
    /// <param name="isPointedAt">Whether the text leads right up to it: behind a colon, a verb, a user's name and a slash. Less is asked of it then.</param>
    public static bool Is(ReadOnlySpan<char> word, bool isPointedAt)
    {
        if (isPointedAt && word.ContainsAnyInRange('0', '9') && MadePassword.IsPhrase(word))
        {
            return true;
        }

        if (word.Length is < Shortest or > Longest || !word.ContainsAnyInRange('0', '9') || (word.ContainsAny(OfCode) && !IsWild(word)) || OtherWord.Is(word))
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

        if (!word.ContainsAny(Strong) && PasswordWord.IsPartOfLabel(word))
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

    /// <summary>Whether marks stand in it that are in no name.</summary>
    public static bool IsMarked(ReadOnlySpan<char> word) => word.ContainsAny(Strong);

    private static bool IsWild(ReadOnlySpan<char> word) => !word.ContainsAny('"', '\'', '`') && NotAValue.IsOdd(word);
}
