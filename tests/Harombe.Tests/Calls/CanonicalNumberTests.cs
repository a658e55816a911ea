using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Harombe.Core.Calls;

namespace Harombe.Tests.Calls;

public sealed class CanonicalNumberTests
{
    // RFC 8785, appendix B: the bits of a double, and how it is written.
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0xffefffffffffffff, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0x41b3de4355555556, "333333333.3333334")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void A_double_is_written_as_the_RFC_says(ulong bits, string expected) =>
        Assert.Equal(expected, CanonicalNumber.Format(BitConverter.UInt64BitsToDouble(bits)));

    [Theory]
    [InlineData("1e21", "1e+21")]
    [InlineData("1E30", "1e+30")]
    [InlineData("1e-7", "1e-7")]
    [InlineData("1e-6", "0.000001")]
    [InlineData("4.5e-324", "5e-324")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("333333333.33333329", "333333333.3333333")]
    [InlineData("4.50", "4.5")]
    [InlineData("2e-3", "0.002")]
    [InlineData("0.000000000000000000000000001", "1e-27")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("1.0", "1")]
    [InlineData("100", "100")]
    [InlineData("1e2", "100")]
    [InlineData("-1.5E+3", "-1500")]
    [InlineData("1e-400", "0")]
    [InlineData("9007199254740991", "9007199254740991")]
    [InlineData("-9007199254740991", "-9007199254740991")]
    [InlineData("9007199254740992", "9007199254740992")]
    [InlineData("1000000000000000000000", "1e+21")]
    public void A_number_is_written_in_its_one_form(string written, string expected) => Assert.Equal(expected, Canonical(written));

    [Theory]
    [InlineData("9007199254740993", "beyond 2^53")]
    [InlineData("-9007199254740993", "beyond 2^53")]
    [InlineData("18446744073709551615", "beyond 2^53")]
    [InlineData("123456789012345678901234567890", "beyond 2^53")]
    [InlineData("1e309", "too large")]
    [InlineData("-1e309", "too large")]
    public void A_number_that_would_be_rounded_is_refused(string written, string message) =>
        Assert.Contains(message, Assert.Throws<CanonicalJsonException>(() => Canonical(written)).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_double_is_read_back_as_itself() => Gen.Double.Where(double.IsFinite).Sample(
        value =>
        {
            var text = CanonicalNumber.Format(value);
            var expected = value == 0 ? 0.0 : value;
            Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)));
            Assert.Equal(text, Canonical(text.Contains('.', StringComparison.Ordinal) || text.Contains('e', StringComparison.Ordinal) ? text : text + "e0"));
        },
        iter: 20_000);

    private static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.Write(JsonElement.Parse(json)));
}
