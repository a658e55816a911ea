using Harombe.Core.Schemas;

namespace Harombe.Tests.Schemas;

public sealed class SchemaMessageTests
{
    private const string Tool = """
        {"type":"object","properties":{"path":{"type":"string"},"mode":{"enum":["read","write"]},"lines":{"type":"array","items":{"type":"integer","minimum":1}},
         "a/b":{"type":["string","null"]},"name":{"minLength":2,"maxLength":3,"pattern":"^[a-z]+$"}},"required":["path"],"additionalProperties":false}
        """;

    [Theory]
    [InlineData("""{"path":3}""", "/path", "/properties/path/type", "/path must be a string, got number")]
    [InlineData("""{}""", "", "/required", "the value must have the property 'path'")]
    [InlineData("""[]""", "", "/type", "the value must be an object, got array")]
    [InlineData("""{"path":"","mode":"delete"}""", "/mode", "/properties/mode/enum", "/mode must be one of \"read\", \"write\"")]
    [InlineData("""{"path":"","lines":[1,2,0]}""", "/lines/2", "/properties/lines/items/minimum", "/lines/2 must be at least 1")]
    [InlineData("""{"path":"","lines":[1.5]}""", "/lines/0", "/properties/lines/items/type", "/lines/0 must be an integer, got number")]
    [InlineData("""{"path":"","a/b":1}""", "/a~1b", "/properties/a~1b/type", "/a~1b must be a string or null, got number")]
    [InlineData("""{"path":"","extra":1}""", "/extra", "/additionalProperties", "/extra is not allowed")]
    [InlineData("""{"path":"","name":"x"}""", "/name", "/properties/name/minLength", "/name must have at least 2 characters, has 1")]
    [InlineData("""{"path":"","name":"XY"}""", "/name", "/properties/name/pattern", "/name must match the pattern ^[a-z]+$")]
    [InlineData("""{"\u0070ath":3}""", "/path", "/properties/path/type", "/path must be a string, got number")]
    public void Violation_names_the_place_the_keyword_and_the_expectation(string instance, string at, string keyword, string sentence)
    {
        var violation = Assert.Single(Json.Schema(Tool).Validate(Json.Parse(instance)).Violations);
        Assert.Equal(new SchemaViolation(at, keyword, sentence), violation);
    }

    [Fact]
    public void First_eight_violations_are_told_and_no_more()
    {
        var verdict = Json.Schema("""{"items":{"type":"string"}}""").Validate(Json.Parse("[0,1,2,3,4,5,6,7,8,9,10,11]"));
        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"/{i}"), verdict.Violations.Select(violation => violation.InstancePointer));
    }

    [Fact]
    public void Value_of_the_instance_is_never_quoted()
    {
        const string secret = "hunter2-hunter2";
        var schema = Json.Schema("""
            {"properties":{"a":{"const":"x"},"b":{"maxLength":1},"c":{"pattern":"^x$"},"d":{"not":{"type":"string"}},
             "e":{"type":"number"},"f":{"oneOf":[{"minLength":99}]},"g":{"uniqueItems":true}}}
            """);
        var verdict = schema.Validate(Json.Parse($$"""
            {"a":"{{secret}}","b":"{{secret}}","c":"{{secret}}","d":"{{secret}}","e":"{{secret}}","f":"{{secret}}","g":["{{secret}}","{{secret}}"]}
            """));
        Assert.Equal(7, verdict.Violations.Length);
        Assert.DoesNotContain(secret, verdict.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Name_of_a_property_can_neither_repaint_a_terminal_nor_fill_a_log()
    {
        var name = "\\u001b[2J" + new string('n', 100_000);
        var violation = Assert.Single(Json.Schema("""{"additionalProperties":false}""").Validate(Json.Parse($$"""{"{{name}}":1}""")).Violations);
        Assert.InRange(violation.Sentence.Length, 10, 300);
        Assert.DoesNotContain('\u001b', violation.Sentence);
    }

    [Fact]
    public void Keyword_behind_a_reference_is_named_where_it_stands()
    {
        var schema = Json.Schema("""{"properties":{"a":{"$ref":"#/$defs/name"}},"$defs":{"name":{"type":"string"}}}""");
        Assert.Equal("/$defs/name/type", schema.Validate(Json.Parse("""{"a":1}""")).Violations[0].KeywordPointer);

        schema = Json.Schema("""{"$ref":"https://json-schema.org/draft/2020-12/schema"}""");
        var violation = schema.Validate(Json.Parse("""{"minLength":-1}""")).Violations[0];
        Assert.Equal("https://json-schema.org/draft/2020-12/meta/validation#/$defs/nonNegativeInteger/minimum", violation.KeywordPointer);
    }

    [Fact]
    public void Unevaluated_property_is_not_blamed_on_what_failed_before_it()
    {
        var schema = Json.Schema("""{"allOf":[{"properties":{"a":{"type":"string"}}}],"unevaluatedProperties":false}""");
        Assert.Equal("/a must be a string, got number", schema.Validate(Json.Parse("""{"a":1}""")).ToString());
        Assert.Equal("/b is not allowed", schema.Validate(Json.Parse("""{"a":"","b":1}""")).ToString());
    }
}
