using System.Text.Json;
using Harombe.Core.Schemas;

namespace Harombe.Tests.Schemas;

public sealed class SchemaRegistrationTests
{
    [Theory]
    [InlineData("""{"properties":{"a":{"mustBeNice":true}}}""", "/properties/a/mustBeNice", "'mustBeNice' is not a keyword that can be checked.")]
    [InlineData("""{"$defs":{"unused":{"allOf":[{"strange/one":1}]}}}""", "/$defs/unused/allOf/0/strange~1one", "'strange/one' is not a keyword")]
    [InlineData("""{"dependencies":{"a":["b"]}}""", "/dependencies", "Write dependentRequired or dependentSchemas.")]
    [InlineData("""{"prefixItems":[true],"additionalItems":false}""", "/additionalItems", "Write prefixItems and items.")]
    [InlineData("""{"type":"string","nullable":true}""", "/nullable", "Write a type that includes null.")]
    [InlineData("""{"$recursiveRef":"#"}""", "/$recursiveRef", "Write $dynamicRef")]
    public void Keyword_that_would_be_ignored_rejects_the_schema_and_says_where(string schema, string at, string reason)
    {
        var rejected = Json.Rejection(schema);
        Assert.Equal(at, rejected.SchemaPointer);
        Assert.Contains(reason, rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_keyword_is_an_annotation_only_when_that_was_chosen()
    {
        var schema = Json.Parse("""{"type":"string","mustBeNice":true}""");
        Assert.IsType<SchemaCompilation.Rejected>(JsonSchema.Compile(schema, new SchemaOptions()));
        Assert.IsType<SchemaCompilation.Compiled>(JsonSchema.Compile(schema, new SchemaOptions { UnknownKeywords = UnknownKeywords.Annotate }));
    }

    [Fact]
    public void Annotations_and_extensions_are_accepted_and_assert_nothing()
    {
        var schema = Json.Schema("""
            {"title":"t","description":"d","default":1,"examples":[1],"deprecated":true,"readOnly":true,"writeOnly":true,"$comment":"c",
             "contentEncoding":"base64","contentMediaType":"text/plain","contentSchema":{"type":"string"},"format":"email","x-mcp-header":"X-Tenant"}
            """);
        Assert.True(schema.Validate(Json.Parse("\"not an address\"")).IsValid);
    }

    [Theory]
    [InlineData("""{"type":"strnig"}""", "/type")]
    [InlineData("""{"properties":{"a":{"minLength":-1}}}""", "/properties/a/minLength")]
    [InlineData("""{"properties":[]}""", "/properties")]
    [InlineData("""{"items":[{"type":"string"}]}""", "/items")]
    [InlineData("""{"required":"name"}""", "/required")]
    [InlineData("""{"multipleOf":0}""", "/multipleOf")]
    [InlineData("""{"$id":"a#b"}""", "/$id")]
    [InlineData("[]", "")]
    [InlineData("\"string\"", "")]
    public void Malformed_schema_is_rejected_where_it_is_malformed(string schema, string at)
    {
        var rejected = Json.Rejection(schema);
        Assert.Equal(at, rejected.SchemaPointer);
        Assert.StartsWith("The schema is malformed", rejected.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"string","type":"number"}""", "/type")]
    [InlineData("""{"items":true,"items":false}""", "/items")]
    [InlineData("""{"properties":{"a":true,"a":false}}""", "/properties/a")]
    public void Repeated_member_is_rejected_because_two_readers_may_believe_different_ones(string schema, string at)
    {
        var rejected = Json.Rejection(schema);
        Assert.Equal(at, rejected.SchemaPointer);
        Assert.Contains("repeated", rejected.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"enum":[1e9999999999999999]}""", "/enum")]
    [InlineData("""{"minimum":-1e9999999999999999}""", "/minimum")]
    public void Number_with_an_absurd_exponent_rejects_the_schema(string schema, string at)
    {
        var rejected = Json.Rejection(schema);
        Assert.Equal(at, rejected.SchemaPointer);
        Assert.Contains("exponent", rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_schema_and_missing_instance_are_refusals()
    {
        Assert.IsType<SchemaCompilation.Rejected>(JsonSchema.Compile(default));
        Assert.Equal("the value is missing", Json.Schema("true").Validate(default).ToString());
    }

    [Fact]
    public void Compiled_schema_outlives_the_document_it_came_from()
    {
        SchemaCompilation compilation;
        using (var document = JsonDocument.Parse("""{"const":"kept"}"""))
            compilation = JsonSchema.Compile(document.RootElement);
        var schema = Assert.IsType<SchemaCompilation.Compiled>(compilation).Schema;
        Assert.True(schema.Validate(Json.Parse("\"kept\"")).IsValid);
    }
}
