namespace Harombe.Secrets.Personal;

/// <summary>A telephone number has 7 to 15 digits (ITU-T E.164); a row of one digit, or a decimal number with a sign, is none.</summary>
internal static class PhoneNumber
{
    private const int Shortest = 7;
    private const int Longest = 15;

    public static bool Holds(string text)
    {
        var digits = text.Where(char.IsAsciiDigit).ToList();
        return digits.Count is >= Shortest and <= Longest && digits.Distinct().Count() > 2
            && !(text[0] == '+' && text.Count(c => c == '.') == 1 && !text.AsSpan().ContainsAny(" ()/-"));
    }
}
