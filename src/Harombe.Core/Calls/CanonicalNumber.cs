using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Harombe.Core.Calls;

/// <summary>
/// Numbers of RFC 8785, 3.2.2.3: the ECMAScript form of a double. An integer that a double would round is refused rather than
/// rounded: the approver would read one number and the tool receive another.
/// </summary>
internal static class CanonicalNumber
{
    private const long MaxSafeInteger = 9007199254740991;

    public static void Write(JsonElement number, ArrayBufferWriter<byte> to)
    {
        if (number.TryGetInt64(out var whole) && whole is >= -MaxSafeInteger and <= MaxSafeInteger)
        {
            whole.TryFormat(to.GetSpan(20), out var written, default, CultureInfo.InvariantCulture);
            to.Advance(written);
            return;
        }

        var raw = number.GetRawText();
        if (!number.TryGetDouble(out var value) || !double.IsFinite(value))
        {
            throw new CanonicalJsonException("A number is too large for a double; send it as a string.");
        }

        if (raw.AsSpan().IndexOfAny(".eE") < 0 && new BigInteger(value) != BigInteger.Parse(raw, CultureInfo.InvariantCulture))
        {
            throw new CanonicalJsonException("An integer is beyond 2^53 and would be rounded; send it as a string.");
        }

        to.Write(Encoding.ASCII.GetBytes(Format(value)));
    }

    /// <summary>ECMA-262, Number::toString in base 10, from the shortest round-trip digits that .NET computes.</summary>
    internal static string Format(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var digits = Digits(shortest);
        var exponent = Exponent(shortest);
        var sign = value < 0 ? "-" : "";
        return sign + (exponent, digits.Length) switch
        {
            ( >= 0 and < 21, var n) when n <= exponent + 1 => digits + new string('0', exponent + 1 - n),
            ( >= 0 and < 21, _) => $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}",
            ( >= -6 and < 0, _) => "0." + new string('0', -exponent - 1) + digits,
            (_, 1) => $"{digits}e{Signed(exponent)}",
            _ => $"{digits[0]}.{digits[1..]}e{Signed(exponent)}",
        };
    }

    // The significant digits, without point, exponent, leading or trailing zeros.
    private static string Digits(string shortest)
    {
        var mantissa = shortest.Split('E')[0].Replace(".", "", StringComparison.Ordinal);
        return mantissa.TrimStart('0').TrimEnd('0');
    }

    // The power of ten of the first significant digit. Taken from the shortest form, since 17 digits may round up to the next power.
    private static int Exponent(string shortest)
    {
        var parts = shortest.Split('E');
        if (parts.Length == 1 && !parts[0].Contains('.', StringComparison.Ordinal))
        {
            return parts[0].Length - 1;
        }

        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? parts[0] : parts[0][..point];
        var shift = parts.Length == 2 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        if (whole != "0")
        {
            return whole.Length - 1 + shift;
        }

        var fraction = parts[0][(point + 1)..];
        return -(fraction.Length - fraction.TrimStart('0').Length) - 1 + shift;
    }

    private static string Signed(int exponent) => exponent < 0 ? $"{exponent}" : $"+{exponent}";
}
