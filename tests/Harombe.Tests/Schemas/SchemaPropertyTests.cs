using System.Text.Json;
using CsCheck;
using Harombe.Core.Schemas;

namespace Harombe.Tests.Schemas;

/// <summary>Laws that hold for any JSON value, checked on generated ones.</summary>
public sealed class SchemaPropertyTests
{
    private static readonly Gen<string> Names = Gen.OneOf("a", "b", "c/d", "e~f", "ü", "🐲", "");

    private static readonly Gen<string> Scalars = Gen.OneOf(
        Gen.OneOf<string>("null", "true", "false", "0", "-0", "1", "1.0", "1e0", "2.50", "\"\"", "\"a\"", "\"\\u0061\"", "\"🐲\""),
        Gen.Int.Select(number => JsonSerializer.Serialize(number)));

    private static readonly Gen<string> Keywords = Gen.OneOf(
        "type", "$ref", "$id", "items", "properties", "pattern", "required", "$schema", "$vocabulary", "enum", "if", "$dynamicRef", "x-y");

    private static readonly Gen<string> Values = Gen.Recursive<string>((depth, inner) => depth >= 3
        ? Scalars
        : Gen.OneOf(
            Scalars,
            inner.Array[0, 3].Select(items => $"[{string.Join(',', items)}]"),
            Gen.Select(Names, inner).Array[0, 3].Select(members =>
                "{" + string.Join(',', members.DistinctBy(member => member.Item1).Select(member => $"{JsonSerializer.Serialize(member.Item1)}:{member.Item2}")) + "}")));

    [Fact]
    public void Const_accepts_its_own_value_and_enum_agrees_with_const() =>
        Gen.Select(Values, Values).Sample((left, right) =>
        {
            var instance = Json.Parse(left);
            Assert.True(Json.Schema($$"""{"const":{{left}}}""").Validate(instance).IsValid);
            var equal = Json.Schema($$"""{"const":{{right}}}""").Validate(instance).IsValid;
            Assert.Equal(equal, Json.Schema($$"""{"enum":[{{right}}]}""").Validate(instance).IsValid);
            Assert.Equal(equal, Json.Schema($$"""{"const":{{left}}}""").Validate(Json.Parse(right)).IsValid);
            Assert.Equal(!equal, Json.Schema("""{"uniqueItems":true}""").Validate(Json.Parse($"[{left},{right}]")).IsValid);
        }, iter: 300);

    [Fact]
    public void Not_turns_every_verdict_around_and_not_not_turns_it_back() =>
        Gen.Select(Values, Values).Sample((value, choice) =>
        {
            var instance = Json.Parse(value);
            foreach (var schema in new[] { $$"""{"const":{{choice}}}""", """{"type":["object","integer"]}""", """{"minProperties":1,"minItems":1,"minLength":1}""" })
            {
                var verdict = Json.Schema(schema).Validate(instance).IsValid;
                Assert.Equal(!verdict, Json.Schema($$"""{"not":{{schema}} }""").Validate(instance).IsValid);
                Assert.Equal(verdict, Json.Schema($$"""{"not":{"not":{{schema}} } }""").Validate(instance).IsValid);
            }
        }, iter: 200);

    [Fact]
    public void Every_schema_or_rejection_of_any_value_is_a_value_and_no_exception() =>
        Gen.Select(Values, Keywords).Sample((value, keyword) =>
        {
            var compilation = JsonSchema.Compile(Json.Parse($$"""{ {{JsonSerializer.Serialize(keyword)}}:{{value}} }"""));
            if (compilation is SchemaCompilation.Compiled compiled)
                Assert.NotNull(compiled.Schema.Validate(Json.Parse(value)));
            else
                Assert.NotEmpty(Assert.IsType<SchemaCompilation.Rejected>(compilation).Reason);
        }, iter: 1_000);

    [Fact]
    public void Unevaluated_properties_agree_with_additional_properties_where_nothing_is_combined() =>
        Values.Sample(value =>
        {
            var instance = Json.Parse(value);
            const string known = """ "properties":{"a":true},"patternProperties":{"^b":{"type":"number"}} """;
            var additional = Json.Schema($$"""{ {{known}},"additionalProperties":false}""").Validate(instance).IsValid;
            Assert.Equal(additional, Json.Schema($$"""{ {{known}},"unevaluatedProperties":false}""").Validate(instance).IsValid);
            Assert.Equal(additional, Json.Schema($$"""{"allOf":[{ {{known}} }],"unevaluatedProperties":false}""").Validate(instance).IsValid);
        }, iter: 300);
}
