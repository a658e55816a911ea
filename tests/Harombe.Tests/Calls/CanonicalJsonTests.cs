using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Harombe.Core.Calls;

namespace Harombe.Tests.Calls;

public sealed class CanonicalJsonTests
{
    // RFC 8785, section 3.2.2 and 3.2.3, and what its rules say of the rest.
    [Theory]
    [InlineData("""{ "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001], "literals": [null, true, false] }""",
        """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}""")]
    [InlineData(""" { "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/" } """, "{\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}")]
    [InlineData("""{"\u20ac":"Euro","\r":"CR","\ufb33":"Dalet","1":"One","\ud83d\ude00":"Smile","\u0080":"Control","\u00f6":"o"}""",
        "{\"\\r\":\"CR\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"o\",\"€\":\"Euro\",\"😀\":\"Smile\",\"\ufb33\":\"Dalet\"}")]
    [InlineData("\"\\u007f\\u2028\\u2029\\u003c\"", "\"\u007f\u2028\u2029<\"")]
    [InlineData("""[56,{"d":true,"10":null,"1":[]}]""", """[56,{"1":[],"10":null,"d":true}]""")]
    [InlineData("""{"peach":"a","péché":"b","pêche":"c","sin":"d"}""", """{"peach":"a","péché":"b","pêche":"c","sin":"d"}""")]
    [InlineData("{}", "{}")]
    [InlineData("[]", "[]")]
    [InlineData("\"\"", "\"\"")]
    public void A_value_is_written_as_the_RFC_says(string json, string expected) => Assert.Equal(expected, Canonical(json));

    [Theory]
    [InlineData("""{"a":1,"a":1}""", "same member twice")]
    [InlineData("""[{"b":{"a":1,"\u0061":2}}]""", "same member twice")]
    [InlineData("\"\\ud800\"", "not valid Unicode")]
    [InlineData("\"\\udc00\\ud800\"", "not valid Unicode")]
    [InlineData("""{"\ud83d":1}""", "not valid Unicode")]
    public void A_value_without_one_form_is_refused(string json, string message) =>
        Assert.Contains(message, Assert.Throws<CanonicalJsonException>(() => Canonical(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Sixty_four_levels_are_written_and_read_back_and_the_next_is_refused()
    {
        var deep = new JsonDocumentOptions { MaxDepth = 200 };
        var fits = new string('[', 64) + new string(']', 64);
        Assert.Equal(fits, Encoding.UTF8.GetString(CanonicalJson.Write(JsonElement.Parse(fits, deep))));
        Assert.Equal(JsonValueKind.Array, JsonElement.Parse(fits).ValueKind);

        foreach (var tooDeep in new[] { "[" + fits + "]", """{"a":""" + fits + "}" })
        {
            Assert.Contains("64", Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Write(JsonElement.Parse(tooDeep, deep))).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Writing_what_was_written_changes_nothing_and_keeps_the_value() => Values.Sample(
        node =>
        {
            var json = node?.ToJsonString() ?? "null";
            var once = Canonical(json);
            Assert.Equal(once, Canonical(once));
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(once)), json);
        },
        iter: 3_000);

    [Fact]
    public void The_order_of_members_never_matters() => Gen.Select(Values, Gen.Int).Sample(
        (node, seed) => Assert.Equal(Canonical(node?.ToJsonString() ?? "null"), Canonical(Shuffled(node, new Random(seed))?.ToJsonString() ?? "null")),
        iter: 3_000);

    [Fact]
    public void Two_values_share_their_bytes_exactly_when_they_are_equal() => Gen.Select(Values, Values).Sample(
        (left, right) => Assert.Equal(
            JsonNode.DeepEquals(JsonNode.Parse(left?.ToJsonString() ?? "null"), JsonNode.Parse(right?.ToJsonString() ?? "null")),
            Canonical(left?.ToJsonString() ?? "null") == Canonical(right?.ToJsonString() ?? "null")),
        iter: 10_000);

    // Few names and values, so that two of them are sometimes the same.
    private static Gen<string> Texts => Gen.OneOf(Gen.OneOf("", "a", "b", "é", "€", "😀", "\"", "\\", "\n", "\u0001", "\u2028"), Gen.String[Gen.Char['\u0000', '\ud7ff'], 0, 6]);

    private static Gen<JsonNode?> Leaves => Gen.OneOf(
        Gen.Const((JsonNode?)null),
        Gen.Bool.Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.Int[-3, 3].Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.Double[-1e6, 1e6].Select(value => (JsonNode?)JsonValue.Create(value)),
        Texts.Select(value => (JsonNode?)JsonValue.Create(value)));

    private static Gen<JsonNode?> Values => Below(3);

    private static Gen<JsonNode?> Below(int levels) => levels == 0
        ? Leaves
        : Gen.OneOf(
            Leaves,
            Below(levels - 1).Array[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
            Gen.Dictionary(Texts, Below(levels - 1))[0, 4].Select(members => (JsonNode?)new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())))));

    private static JsonNode? Shuffled(JsonNode? node, Random random) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(_ => random.Next()).Select(member => KeyValuePair.Create(member.Key, Shuffled(member.Value, random))).ToList()),
        JsonArray items => new JsonArray([.. items.Select(item => Shuffled(item, random))]),
        _ => node?.DeepClone(),
    };

    private static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.Write(JsonElement.Parse(json)));
}
