using System.Buffers;

namespace Harombe.Secrets.Scanning.Randomness;

/// <summary>Whether a value could be a password that a person or a machine made, and not a word about one.</summary>
internal static class PasswordValue
{
    private const int Shortest = 6;
    private const int Longest = 256;
    private const int LongRun = 16;

    private static readonly SearchValues<char> Joints = SearchValues.Create("_-./: ,\\'");
    private static readonly SearchValues<char> Marks = SearchValues.Create("!@#$%^&*?+~");
    private static readonly SearchValues<char> Symbols = SearchValues.Create("!@#$%^&*?+~|{}[]()<>=;\"`");

    /// <summary>Whether a value holds digits and marks or letters of both cases, as passwords do that have to: no words in whatever way they are joined.</summary>
    public static bool IsMixed(ReadOnlySpan<char> value)
    {
        if (value.Length is < 10 or > Longest || !value.ContainsAnyInRange('0', '9') || value.ContainsAny(Joints))
        {
            return false;
        }

        var wording = new Wording(value);
        return wording.Letters >= 4 && (value.ContainsAny(Marks) || (wording.Digits >= 3 && value.ContainsAnyInRange('a', 'z') && value.ContainsAnyInRange('A', 'Z') && !wording.AreWords(value.Length)));
    }

    public static bool Is(ReadOnlySpan<char> value, bool isQuoted)
    {
        if (value.Length < (isQuoted ? Shortest : Shortest + 1) || value.Length > Longest || Entropy.Of(value) < 1.9 || value.Count(' ') > (isQuoted ? 3 : 0))
        {
            return false;
        }

        var wording = new Wording(value);
        if (wording.Letters == 0)
        {
            return isQuoted && wording.Digits >= Shortest && wording.Others == 0;
        }

        if (value.ContainsAny(Symbols) && !value.Contains(' '))
        {
            return wording.Digits > 0 || value.Length >= 8 || (isQuoted && !value.ContainsAnyInRange('A', 'Z') && value[^1] is '!' or '$' or '*');
        }

        if (wording.Digits > 0)
        {
            // db2_password, utf-8, version-2.1: words that a program joined to numbers.
            return !(value.ContainsAny(Joints) && wording.Pairs >= 3 && wording.BitsAPair < 4.4 && wording.Changes <= 2) || value.Contains(' ');
        }

        // Letters alone: drawn ones, or several words run together.
        return !value.ContainsAny(Joints)
            && ((wording.Pairs >= 5 && wording.BitsAPair >= 4.9) || (isQuoted && wording.Humps == 0 && value.Length >= LongRun));
    }
}
