using System.Text.Json;
using Harombe.Core.Schemas;

namespace Harombe.Tests.Schemas;

public sealed class SchemaBoundsTests
{
    [Theory]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("""{"items":{"$ref":"#"}}""")]
    [InlineData("""{"not":{"items":{"$ref":"#"}}}""")]
    [InlineData("""{"uniqueItems":true,"enum":[1]}""")]
    public void Deeply_nested_value_is_refused_whatever_the_schema(string schema)
    {
        foreach (var depth in new[] { 65, 1_000, 10_000 })
        {
            var verdict = Json.Schema(schema).Validate(Json.Parse(Json.Nest(depth), 20_000));
            Assert.Equal("the value is nested deeper than 64 levels", verdict.ToString());
        }

        Assert.True(Json.Schema("true").Validate(Json.Parse(Json.Nest(64))).IsValid);
    }

    [Fact]
    public void Deeply_nested_schema_is_rejected()
    {
        var bomb = string.Concat(Enumerable.Repeat("""{"not":""", 1_000)) + "true" + new string('}', 1_000);
        Assert.Equal("The schema is nested deeper than 96 levels.", Json.Rejection(bomb).Reason);
        Assert.Equal("The schema is nested deeper than 96 levels.", Json.Rejection($$"""{"const":{{Json.Nest(1_000)}}}""").Reason);
    }

    [Fact]
    public void Schema_as_deep_as_allowed_compiles_and_validates()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"allOf":[""", 48)) + "false" + string.Concat(Enumerable.Repeat("]}", 48));
        Assert.False(Json.Schema(deep).Validate(Json.Parse("1")).IsValid);
    }

    [Fact]
    public void Schema_with_too_many_subschemas_is_rejected()
    {
        var properties = string.Join(",", Enumerable.Range(0, 100).Select(i => $"\"p{i}\":true"));
        var rejected = Json.Rejection($$"""{"properties":{ {{properties}} } }""", new SchemaLimits { MaxSubschemas = 50 });
        Assert.Equal("The schema has more than 50 subschemas.", rejected.Reason);
    }

    [Fact]
    public void Value_that_takes_too_much_work_is_refused_even_under_not()
    {
        var schema = Json.Schema("""{"not":{"items":{"type":"integer"}}}""", new SchemaLimits { MaxWork = 500 });
        var verdict = schema.Validate(Json.Parse($"[{string.Join(',', Enumerable.Repeat("\"x\"", 5))}]"));
        Assert.True(verdict.IsValid);
        verdict = schema.Validate(Json.Parse($"[{string.Join(',', Enumerable.Repeat("1", 5_000))}]"));
        Assert.Equal("the value needs more than 500 steps to check", verdict.ToString());
    }

    [Theory]
    [InlineData("\"\\uD800\"")]
    [InlineData("[\"\\uDC00\\uD800\"]")]
    [InlineData("{\"\\uDBFFx\":1}")]
    public void Half_of_a_surrogate_pair_is_refused_and_throws_nothing(string instance) =>
        Assert.Equal(
            "the value holds an escaped surrogate without its other half",
            Json.Schema("""{"pattern":"a","minLength":1,"propertyNames":{"pattern":"a"},"enum":["a"]}""").Validate(Json.Parse(instance)).ToString());

    [Fact]
    public void Invalid_utf8_is_refused_and_throws_nothing()
    {
        using var document = JsonDocument.Parse(new byte[] { (byte)'"', 0xC3, 0x28, (byte)'"' });
        Assert.Equal("the value is not valid UTF-8", Json.Schema("""{"maxLength":9}""").Validate(document.RootElement).ToString());
    }

    [Fact]
    public void Many_lookups_in_a_large_object_are_paid_for()
    {
        var triggers = string.Join(",", Enumerable.Range(0, 2_000).Select(i => $"\"t{i}\":[\"x\"]"));
        var schema = Json.Schema($$"""{"dependentRequired":{ {{triggers}} } }""");
        var instance = Json.Parse("{" + string.Join(",", Enumerable.Range(0, 20_000).Select(i => $"\"p{i}\":0")) + "}");
        Assert.Contains("steps to check", schema.Validate(instance).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Valid_instance_costs_no_allocation()
    {
        var schema = Json.Schema("""
            {"type":"object","properties":{"path":{"type":"string"},"n":{"type":"integer","minimum":1}},"required":["path"],"additionalProperties":false}
            """);
        var instance = Json.Parse("""{"path":"hello.txt","n":3}""");
        for (var i = 0; i < 100; i++)
            Assert.True(schema.Validate(instance).IsValid);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            schema.Validate(instance);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
