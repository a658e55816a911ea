using System.Text.Json;
using Harombe.Core.Schemas;

namespace Harombe.Tests.Schemas;

public sealed class SchemaReferenceTests
{
    [Theory]
    [InlineData("""{"$ref":"https://example.com/other.json"}""", "/$ref", "Nothing is fetched")]
    [InlineData("""{"properties":{"a":{"$ref":"file:///etc/passwd"}}}""", "/properties/a/$ref", "Nothing is fetched")]
    [InlineData("""{"$ref":"sibling.json"}""", "/$ref", "Nothing is fetched")]
    [InlineData("""{"$dynamicRef":"https://example.com/other.json#x"}""", "/$dynamicRef", "Nothing is fetched")]
    [InlineData("""{"$ref":"#/$defs/missing"}""", "/$ref", "points at nothing")]
    [InlineData("""{"$ref":"#missing"}""", "/$ref", "points at nothing")]
    [InlineData("""{"$ref":"#/enum/0","enum":[{"type":"string"}]}""", "/$ref", "points at nothing that is a schema")]
    [InlineData("""{"$ref":"#/$defs/a~2","$defs":{"a~2":true}}""", "/$ref", "points at nothing")]
    [InlineData("""{"$schema":"https://example.com/dialect","type":"string"}""", "/$schema", "The dialect 'https://example.com/dialect' is not known.")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-04/schema#"}""", "/$schema", "is not known")]
    [InlineData("""{"$defs":{"a":{"$id":"urn:x:1"},"b":{"$id":"urn:x:1"}}}""", "/$id", "names two schemas")]
    [InlineData("""{"$defs":{"a":{"$anchor":"x"},"b":{"$anchor":"x"}}}""", "/$anchor", "names two schemas")]
    public void Reference_to_what_is_not_in_the_schema_is_rejected(string schema, string at, string reason)
    {
        var rejected = Json.Rejection(schema);
        Assert.EndsWith(at, rejected.SchemaPointer, StringComparison.Ordinal);
        Assert.Contains(reason, rejected.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}""")]
    [InlineData("""{"$defs":{"a":{"anyOf":[{"type":"string"},{"allOf":[{"not":{"$ref":"#/$defs/a"}}]}]}}}""")]
    [InlineData("""{"if":true,"then":{"$ref":"#"}}""")]
    [InlineData("""{"dependentSchemas":{"a":{"$ref":"#"}}}""")]
    public void Schema_that_refers_back_to_itself_for_the_same_value_is_rejected(string schema) =>
        Assert.Contains("would never end", Json.Rejection(schema).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"$dynamicAnchor":"a","$dynamicRef":"#a"}""")]
    [InlineData("""{"$dynamicAnchor":"a","not":{"$dynamicRef":"#a"}}""")]
    [InlineData("""{"$dynamicAnchor":"a","anyOf":[{"not":{"$dynamicRef":"#a"}},{"not":{"not":{"$dynamicRef":"#a"}}}]}""")]
    public void Dynamic_loop_is_a_refusal_even_under_not(string schema)
    {
        var verdict = Json.Schema(schema).Validate(Json.Parse("1"));
        Assert.False(verdict.IsValid);
        Assert.Contains("the schema refers back to itself", verdict.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Recursion_that_follows_the_value_downwards_is_fine()
    {
        var schema = Json.Schema("""{"type":"object","properties":{"next":{"$ref":"#"}},"additionalProperties":false}""");
        Assert.True(schema.Validate(Json.Parse("""{"next":{"next":{}}}""")).IsValid);
        Assert.Equal("/next/next must be an object, got number", schema.Validate(Json.Parse("""{"next":{"next":1}}""")).ToString());
    }

    [Fact]
    public void Long_chain_of_references_compiles_and_is_refused_without_a_stack_overflow()
    {
        var links = string.Join(",", Enumerable.Range(0, 4_000).Select(i => $$"""  "d{{i}}":{"$ref":"#/$defs/d{{i + 1}}" } """));
        var schema = Json.Schema($$"""{"$ref":"#/$defs/d0","$defs":{ {{links}}, "d4000":true} }""");
        Assert.Contains("nested schema evaluations", schema.Validate(Json.Parse("1")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Branching_references_run_out_of_work_instead_of_time()
    {
        var levels = string.Join(",", Enumerable.Range(0, 60).Select(i =>
            $$"""  "d{{i}}":{"allOf":[{"$ref":"#/$defs/d{{i + 1}}"},{"$ref":"#/$defs/d{{i + 1}}"}]}  """));
        var schema = Json.Schema($$"""{"not":{"not":{"$ref":"#/$defs/d0"} },"$defs":{ {{levels}}, "d60":true} }""");
        Assert.Contains("needs more than 1000000 steps to check", schema.Validate(Json.Parse("1")).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/definitions/A","description":"an A"}},"definitions":{"A":{"type":"string"}}}""", null)]
    [InlineData("""{"$ref":"#/definitions/A","maxLength":3,"definitions":{"A":{"type":"string"}}}""", "/maxLength")]
    [InlineData("""{"type":"array","items":{"type":"string"},"additionalItems":false}""", "/additionalItems")]
    public void Draft_7_schema_is_taken_where_it_means_the_same_today(string schema, string? rejectedAt)
    {
        var text = schema.Insert(1, """ "$schema":"http://json-schema.org/draft-07/schema#", """);
        if (rejectedAt is null)
            Assert.False(Json.Schema(text).Validate(Json.Parse("""{"a":1}""")).IsValid);
        else
            Assert.Equal(rejectedAt, Json.Rejection(text).SchemaPointer);
    }

    [Fact]
    public void Rejection_in_a_supplied_document_names_that_document()
    {
        var documents = new Dictionary<Uri, JsonElement> { [new Uri("https://example.com/a.json")] = Json.Parse("""{"items":{"odd":1}}""") };
        var rejected = Assert.IsType<SchemaCompilation.Rejected>(
            JsonSchema.Compile(Json.Parse("""{"$ref":"https://example.com/a.json"}"""), new SchemaOptions { Documents = documents }));
        Assert.Equal("https://example.com/a.json#/items/odd", rejected.SchemaPointer);
    }
}
