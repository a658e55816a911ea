using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Harombe.Core.Schemas.Numbers;

/// <summary>
/// A JSON number as it is written: sign, digits and a power of ten, never a double. <c>1e308</c> keeps its 309 digits' worth without ever
/// being spelt out,
/// so a huge exponent costs nothing.
/// </summary>
internal readonly struct ExactNumber : IEquatable<ExactNumber>
{
    private const long ExponentBound = 1_000_000_000_000_000;

    private readonly bool _negative;
    private readonly byte[] _digits; // without leading or trailing zeros; empty for zero
    private readonly long _exponent;

    private ExactNumber(bool negative, byte[] digits, long exponent, bool isExtreme)
    {
        _negative = negative && digits.Length > 0;
        _digits = digits;
        _exponent = digits.Length > 0 ? exponent : 0;
        IsExtreme = isExtreme && digits.Length > 0;
    }

    /// <summary>
    /// The exponent was cut to ±10^15. Order against, and divisibility by, an ordinary number stay right; two extreme numbers may look equal,
    /// so a schema may not hold one.
    /// </summary>
    public bool IsExtreme { get; }

    public bool IsInteger => _exponent >= 0;

    public bool IsPositive => !_negative && _digits.Length > 0;

    public int DigitCount => _digits.Length;

    public static ExactNumber Read(JsonElement number) => Read(JsonMarshal.GetRawUtf8Value(number));

    public static ExactNumber Read(ReadOnlySpan<byte> text)
    {
        var negative = text[0] == (byte)'-';
        if (negative)
            text = text[1..];
        var (exponent, isExtreme) = (0L, false);
        var e = text.IndexOfAny((byte)'e', (byte)'E');
        if (e >= 0)
        {
            (exponent, isExtreme) = ReadExponent(text[(e + 1)..]);
            text = text[..e];
        }

        var digits = new byte[text.Length];
        var count = 0;
        var point = text.IndexOf((byte)'.');
        for (var i = 0; i < text.Length; i++)
        {
            if (i != point)
                digits[count++] = text[i];
        }

        if (point >= 0)
            exponent -= text.Length - point - 1;
        var start = 0;
        while (start < count && digits[start] == (byte)'0')
            start++;
        while (count > start && digits[count - 1] == (byte)'0')
        {
            count--;
            exponent++;
        }

        return new ExactNumber(negative, digits[start..count], exponent, isExtreme);
    }

    public int CompareTo(ExactNumber other)
    {
        if (_digits.Length == 0 || other._digits.Length == 0 || _negative != other._negative)
            return Sign.CompareTo(other.Sign);
        var magnitude = (_digits.Length + _exponent).CompareTo(other._digits.Length + other._exponent);
        // With equal magnitudes both are 0.d₁d₂…: digit strings then compare like words.
        if (magnitude == 0)
            magnitude = _digits.AsSpan().SequenceCompareTo(other._digits);
        return _negative ? -magnitude : magnitude;
    }

    /// <summary>Exact divisibility. The cost depends on the digits written, not on the exponents.</summary>
    public bool IsMultipleOf(ExactNumber divisor)
    {
        if (_digits.Length == 0)
            return true;
        var (mine, theirs) = (Significand, divisor.Significand);
        var shift = _exponent - divisor._exponent;
        if (shift >= 0)
            return (mine % theirs * BigInteger.ModPow(10, shift, theirs) % theirs).IsZero;
        // My digits end in no zero: dividing them by more tens than there are digits can't come out even.
        return -shift <= _digits.Length && (mine % (theirs * BigInteger.Pow(10, (int)-shift))).IsZero;
    }

    public bool Equals(ExactNumber other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is ExactNumber other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(_negative);
        hash.Add(_exponent);
        hash.AddBytes(_digits);
        return hash.ToHashCode();
    }

    private int Sign => _digits.Length == 0 ? 0 : _negative ? -1 : 1;

    private BigInteger Significand => BigInteger.Parse(Encoding.ASCII.GetString(_digits), NumberStyles.None, CultureInfo.InvariantCulture);

    private static (long Exponent, bool IsExtreme) ReadExponent(ReadOnlySpan<byte> text)
    {
        var negative = text[0] == (byte)'-';
        var magnitude = text.TrimStart("+-"u8).TrimStart((byte)'0');
        var isExtreme = magnitude.Length > 15;
        var value = isExtreme ? ExponentBound : magnitude.Length == 0 ? 0 : long.Parse(magnitude, NumberStyles.None, CultureInfo.InvariantCulture);
        return (negative ? -value : value, isExtreme);
    }
}
