using System.Globalization;
using System.Numerics;
using System.Text.Json;
using CsCheck;
using Harombe.Core.Schemas;
using Harombe.Core.Schemas.Numbers;

namespace Harombe.Tests.Schemas;

public sealed class NumberTests
{
    private static readonly Gen<(BigInteger Digits, int Exponent)> Decimals =
        Gen.Select(Gen.Long, Gen.Long, Gen.Int[-40, 40], (high, low, exponent) => ((new BigInteger(high) * low) + low, exponent));

    [Theory]
    [InlineData("1e308", "0.5", true)]
    [InlineData("1e308", "0.123456789", false)]
    [InlineData("0.3", "0.1", true)]
    [InlineData("1.1", "0.1", true)]
    [InlineData("9007199254740993", "2", false)]
    [InlineData("123456789012345678901234567890", "10", true)]
    [InlineData("123456789012345678901234567891", "10", false)]
    [InlineData("1e400", "3", false)]
    [InlineData("3e400", "3", true)]
    [InlineData("1e-400", "1e-401", true)]
    [InlineData("1e-401", "1e-400", false)]
    [InlineData("7e999999999999999999999", "7", true)]
    [InlineData("-4.5", "1.5", true)]
    [InlineData("-0.0", "7", true)]
    public void Multiple_is_decided_exactly(string number, string divisor, bool multiple) =>
        Assert.Equal(multiple, Json.Schema($$"""{"multipleOf":{{divisor}}}""").Validate(Json.Parse(number)).IsValid);

    [Theory]
    [InlineData("1.0", true)]
    [InlineData("1e2", true)]
    [InlineData("1.50e1", true)]
    [InlineData("-0.0", true)]
    [InlineData("1e999999999", true)]
    [InlineData("1.5", false)]
    [InlineData("1e-1", false)]
    [InlineData("9007199254740993.1", false)]
    public void Integer_is_a_number_without_a_fraction_however_it_is_written(string number, bool whole) =>
        Assert.Equal(whole, Json.Schema("""{"type":"integer"}""").Validate(Json.Parse(number)).IsValid);

    [Theory]
    [InlineData("9007199254740993", "9007199254740992", false)]
    [InlineData("1e400", "1e399", false)]
    [InlineData("1e399", "1e400", true)]
    [InlineData("-1e400", "-1e399", true)]
    [InlineData("0.1", "0.10", true)]
    [InlineData("1e999999999999999999999", "1e308", false)]
    [InlineData("-1e999999999999999999999", "0", true)]
    public void Maximum_is_compared_exactly(string number, string maximum, bool within) =>
        Assert.Equal(within, Json.Schema($$"""{"maximum":{{maximum}}}""").Validate(Json.Parse(number)).IsValid);

    [Fact]
    public void Number_with_too_many_digits_to_divide_is_refused_under_not_as_well()
    {
        var number = "1" + new string('7', 100_000);
        var verdict = Json.Schema("""{"not":{"multipleOf":3}}""").Validate(Json.Parse(number));
        Assert.Equal("the value has more than 2000 digits, too many to divide exactly", verdict.ToString());
    }

    [Fact]
    public void Product_is_a_multiple_and_its_neighbour_is_not() =>
        Gen.Select(Decimals, Gen.Long[2, 1_000_000]).Sample((divisor, factor) =>
        {
            var step = BigInteger.Abs(divisor.Digits) + 2;
            var schema = Json.Schema($$"""{"multipleOf":{{Write(step, divisor.Exponent)}}}""");
            Assert.True(schema.Validate(Json.Parse(Write(step * factor, divisor.Exponent))).IsValid);
            Assert.False(schema.Validate(Json.Parse(Write((step * factor) + 1, divisor.Exponent))).IsValid);
        }, iter: 200);

    [Fact]
    public void Order_of_any_two_numbers_is_the_order_of_the_rationals() =>
        Gen.Select(Decimals, Decimals).Sample((left, right) =>
        {
            var shift = Math.Min(left.Exponent, right.Exponent);
            var expected = (left.Digits * BigInteger.Pow(10, left.Exponent - shift)).CompareTo(right.Digits * BigInteger.Pow(10, right.Exponent - shift));
            var actual = Read(Write(left.Digits, left.Exponent)).CompareTo(Read(Write(right.Digits, right.Exponent)));
            Assert.Equal(Math.Sign(expected), Math.Sign(actual));
        }, iter: 2_000);

    [Fact]
    public void Number_equals_itself_in_every_spelling_and_hashes_alike() =>
        Gen.Select(Decimals, Gen.Int[0, 30]).Sample((number, zeros) =>
        {
            var plain = Json.Parse(Write(number.Digits, number.Exponent));
            var padded = Json.Parse(Write(number.Digits * BigInteger.Pow(10, zeros), number.Exponent - zeros));
            Assert.True(JsonEquality.Comparer.Equals(plain, padded));
            Assert.Equal(JsonEquality.Comparer.GetHashCode(plain), JsonEquality.Comparer.GetHashCode(padded));
            Assert.False(Json.Schema("""{"uniqueItems":true}""").Validate(Json.Parse($"[{plain.GetRawText()},{padded.GetRawText()}]")).IsValid);
        }, iter: 500);

    private static ExactNumber Read(string text) => ExactNumber.Read(Json.Parse(text));

    private static string Write(BigInteger digits, int exponent) => string.Create(CultureInfo.InvariantCulture, $"{digits}e{exponent}");
}
