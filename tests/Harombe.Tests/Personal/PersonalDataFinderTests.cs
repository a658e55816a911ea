using Harombe.Secrets.Personal;

namespace Harombe.Tests.Personal;

public sealed class PersonalDataFinderTests
{
    private static readonly PersonalDataFinder Finder = new();

    [Theory]
    [InlineData("write to ada.l+x@mail.example.org today", "mail:ada.l+x@mail.example.org")]
    [InlineData("(ada@example.org, bob@example.co.uk)", "mail:ada@example.org mail:bob@example.co.uk")]
    [InlineData("pay GB82 WEST 1234 5698 7654 32 or DE89370400440532013000", "iban:GB82 WEST 1234 5698 7654 32 iban:DE89370400440532013000")]
    [InlineData("the card 4111 1111 1111 1111, or 5500-0055-5555-5559; 371449635398431", "card:4111 1111 1111 1111 card:5500-0055-5555-5559 card:371449635398431")]
    [InlineData("SSN 536-90-4399.", "ssn:536-90-4399")]
    [InlineData("call +43 1 58858-0 or +1 (415) 555-0132 or (030) 901820 or 415-555-0132", "phone:+43 1 58858-0 phone:+1 (415) 555-0132 phone:415-555-0132")]
    public void What_names_or_reaches_a_person_is_found(string text, string expected) => Assert.Equal(expected, Found(text));

    [Theory]
    [InlineData("GB82 WEST 1234 5698 7654 33")] // check digits
    [InlineData("4111 1111 1111 1112")] // Luhn
    [InlineData("0000 0000 0000 0000")]
    [InlineData("000-12-3456 666-12-3456 912-12-3456, 123-00-4567 or 123-45-0000")]
    [InlineData("on 2026-11-26 at 19:15:43, order 2026-0000123")]
    [InlineData("a 3f2504e0-4f89-11d3-9a0c-0305e82c3301 of 1.2.3.4 and 192.168.100.200:8000")]
    [InlineData("user@host, @decorator, a@b.c1, x @ y.com")]
    [InlineData("+1.234567890 and +0.00012345")]
    [InlineData("1732648543 1732648543123 b4d455ff9c1e")]
    public void What_only_looks_like_it_is_not(string text) => Assert.Equal("", Found(text));

    [Fact]
    public void Long_texts_made_to_be_slow_take_no_longer_than_others()
    {
        // A backtracking matcher would not come back from these.
        foreach (var text in new[] { new string('a', 1 << 20) + "@", string.Concat(Enumerable.Repeat("a.", 1 << 19)) + "@" + string.Concat(Enumerable.Repeat("a.", 1 << 19)), "+" + new string('1', 1 << 20), string.Concat(Enumerable.Repeat("1 ", 1 << 19)) })
        {
            Finder.Find(text);
        }
    }

    private static string Found(string text) => string.Join(' ', Finder.Find(text).Select(one => $"{one.Kind}:{text.Substring(one.Start, one.Length)}"));
}
