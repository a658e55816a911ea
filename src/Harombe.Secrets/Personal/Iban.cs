namespace Harombe.Secrets.Personal;

/// <summary>The check of an international bank account number (ISO 13616): its digits, letters as 10 to 35 and the first four put last, are 1 modulo 97.</summary>
internal static class Iban
{
    private const int Shortest = 15;
    private const int Longest = 34;

    public static bool Holds(string text)
    {
        var compact = text.Replace(" ", "", StringComparison.Ordinal);
        if (compact.Length is < Shortest or > Longest)
        {
            return false;
        }

        var rest = 0;
        foreach (var c in compact[4..] + compact[..4])
        {
            var value = char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10;
            rest = ((rest * (value < 10 ? 10 : 100)) + value) % 97;
        }

        return rest == 1;
    }
}
