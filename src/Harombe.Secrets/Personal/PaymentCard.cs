namespace Harombe.Secrets.Personal;

/// <summary>The check digit of a payment card's number (ISO/IEC 7812-1, by Luhn).</summary>
internal static class PaymentCard
{
    private const int Shortest = 13;
    private const int Longest = 19;

    public static bool Holds(string text)
    {
        var (sum, count, first) = (0, 0, -1);
        var allSame = true;
        for (var at = text.Length - 1; at >= 0; at--)
        {
            if (!char.IsAsciiDigit(text[at]))
            {
                continue;
            }

            var digit = text[at] - '0';
            first = first < 0 ? digit : first;
            allSame &= digit == first;
            var counted = (count++ & 1) == 0 ? digit : digit * 2;
            sum += counted > 9 ? counted - 9 : counted;
        }

        return count is >= Shortest and <= Longest && sum % 10 == 0 && !allSame;
    }
}
