using System.Text.Json;
using Harombe.Core.Schemas;

namespace Harombe.Tests.Schemas;

public sealed class PatternTests
{
    [Theory]
    [InlineData(@"^\d+$", "123", true)]
    [InlineData(@"^\d+$", "१२३", false)]
    [InlineData(@"^\D$", "१", true)]
    [InlineData(@"^\w+$", "naïve", false)]
    [InlineData(@"^\W$", "é", true)]
    [InlineData(@"^\s$", "\uFEFF", true)]
    [InlineData(@"^\s$", "\u0085", false)]
    [InlineData(@"^[\S]$", "\u0085", true)]
    [InlineData("^abc$", "abc\n", false)]
    [InlineData("^abc", "x\nabc", false)]
    [InlineData("^.$", "\u2028", false)]
    [InlineData("^.$", "\u0085", true)]
    [InlineData("^.$", "🐲", true)]
    [InlineData("^..$", "🐲", false)]
    [InlineData("^🐲*$", "🐲🐲", true)]
    [InlineData("^🐲*$", "🐲🐉", false)]
    [InlineData("^[🐀-🐲]$", "🐉", true)]
    [InlineData("^[🐀-🐲]$", "😀", false)]
    [InlineData("^[^a]$", "🐲", true)]
    [InlineData("^[^a]{2}$", "🐲", false)]
    [InlineData(@"^\P{L}$", "🐲", true)]
    [InlineData(@"^\P{L}{2}$", "🐲", false)]
    [InlineData(@"^\p{Letter}+$", "π", true)]
    [InlineData(@"^\p{General_Category=Uppercase_Letter}$", "Ω", true)]
    [InlineData(@"^[^\P{Lu}]$", "Ω", true)]
    [InlineData(@"^[^\D]$", "5", true)]
    [InlineData(@"^[^\D]$", "x", false)]
    [InlineData(@"^\cC$", "\u0003", true)]
    [InlineData(@"^\u00e9\x41$", "éA", true)]
    [InlineData(@"^\u{1F432}\uD83D\uDC32$", "🐲🐲", true)]
    [InlineData(@"^[\b]$", "\b", true)]
    [InlineData("^[a-z-[aeiou]]$", "b]", true)]
    [InlineData("^[a-z-[aeiou]]$", "b", false)]
    [InlineData("^[]$", "a", false)]
    [InlineData("^[^]$", "\n", true)]
    [InlineData(@"^[\w.-]+$", "a-b.c", true)]
    [InlineData(@"^[\w-.]+$", "a-b.c", true)]
    [InlineData(@"^(?<year>\d{4})-(?:\d{2}){1,2}?$", "2024-0102", true)]
    [InlineData("^{a}$", "{a}", true)]
    [InlineData(@"^a\-\/b$", "a-/b", true)]
    [InlineData(@"\bcat\b", "a cat sat", true)]
    [InlineData(@"\bcat\b", "concatenate", false)]
    [InlineData("^(a|b)*c{0}$", "abab", true)]
    [InlineData("^I$", "ı", false)]
    public void Pattern_means_what_ECMAScript_says(string pattern, string text, bool matches) =>
        Assert.Equal(matches, Compile(pattern).Validate(Quote(text)).IsValid);

    [Theory]
    [InlineData("(?=a)b", "uses look-around")]
    [InlineData("(?<!a)b", "uses look-around")]
    [InlineData(@"(a)\1", "uses a back-reference")]
    [InlineData(@"(?<x>a)\k<x>", "uses a back-reference")]
    [InlineData("(?i:a)", "uses a kind of group")]
    [InlineData("(?>a)", "uses a kind of group")]
    [InlineData(@"\a", "has an escape")]
    [InlineData(@"\Z", "has an escape")]
    [InlineData(@"\p{Script=Greek}", "has an escape")]
    [InlineData(@"[\p{Unknown}]", "has an escape in a class")]
    [InlineData("[^🐲]", "excludes characters beyond")]
    [InlineData("[z-a]", "ends are out of order")]
    [InlineData("[a", "leaves a class open")]
    [InlineData("(a", "leaves a group open")]
    [InlineData("a)", "closes a group")]
    [InlineData("a**", "repeats nothing")]
    [InlineData("^*", "can't be repeated")]
    [InlineData("a{2,1}", "out of order")]
    [InlineData("(a{1000}){1000}", "unrolls to more than")]
    [InlineData("a{99999999999999999999}", "unrolls to more than")]
    [InlineData("((((a{20}){20}){20}){20}){20}", "unrolls to more than")]
    [InlineData(@"\", "has an escape")]
    public void Pattern_that_can_not_be_matched_in_linear_time_rejects_the_schema(string pattern, string reason)
    {
        var rejected = Json.Rejection($$"""{"pattern":{{JsonSerializer.Serialize(pattern)}}}""");
        Assert.Equal("/pattern", rejected.SchemaPointer);
        Assert.Contains(reason, rejected.Reason, StringComparison.Ordinal);

        rejected = Json.Rejection($$"""{"patternProperties":{ {{JsonSerializer.Serialize(pattern)}}:true} }""");
        Assert.Equal("/patternProperties/" + pattern, rejected.SchemaPointer);
        Assert.Contains(reason, rejected.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("^(a|a)*$")]
    [InlineData("^(([a-z])+.)+[A-Z]([a-z])+$")]
    [InlineData("(.*a){20}$")]
    public void Catastrophic_pattern_on_a_megabyte_of_text_completes(string pattern)
    {
        var text = new string('a', 1_000_000) + "!";
        Assert.False(Compile(pattern).Validate(Quote(text)).IsValid);
    }

    [Fact]
    public void Word_boundary_in_text_outside_ASCII_is_refused_with_the_reason()
    {
        var verdict = Json.Schema("""{"not":{"pattern":"\\bcat\\b"}}""").Validate(Json.Parse("\"chât\""));
        Assert.Contains("the word boundary of the pattern \\bcat\\b can't be decided", verdict.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"\\ud83d\\udc32\"", 1)]
    [InlineData("\"🐲\"", 1)]
    [InlineData("\"\\n\\\\\\u00e9é\"", 4)]
    [InlineData("\"e\u0301\"", 2)]
    [InlineData("\"\"", 0)]
    public void Length_counts_code_points_however_they_are_written(string instance, int length)
    {
        Assert.True(Json.Schema($$"""{"minLength":{{length}},"maxLength":{{length}}}""").Validate(Json.Parse(instance)).IsValid);
        Assert.False(Json.Schema($$"""{"minLength":{{length + 1}}}""").Validate(Json.Parse(instance)).IsValid);
    }

    private static JsonSchema Compile(string pattern) => Json.Schema($$"""{"pattern":{{JsonSerializer.Serialize(pattern)}}}""");

    private static JsonElement Quote(string text) => JsonSerializer.SerializeToElement(text);
}
