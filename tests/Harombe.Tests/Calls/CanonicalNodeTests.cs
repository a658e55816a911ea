using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Harombe.Core.Calls;

namespace Harombe.Tests.Calls;

public sealed class CanonicalNodeTests
{
    private static readonly Gen<string> Text = Gen.Char['\u0000', '\uffff'].Array[0, 12].Select(chars => new string(chars));

    private static readonly Gen<JsonNode?> Leaf = Gen.OneOf(
        Text.Select(text => (JsonNode?)JsonValue.Create(text)),
        Gen.Long[-9007199254740991, 9007199254740991].Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Double[-1e9, 1e9].Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Bool.Select(truth => (JsonNode?)JsonValue.Create(truth)),
        Gen.Const((JsonNode?)null));

    private static readonly Gen<JsonNode?> Tree = Gen.Recursive<JsonNode?>((depth, tree) => depth > 3 ? Leaf : Gen.OneOf(
        Leaf,
        tree.Array[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
        Gen.Select(Text, tree).Array[0, 4].Select(members => (JsonNode?)Object(members))));

    [Fact]
    public void A_tree_has_the_same_canonical_form_as_its_text() => Tree.Where(tree => tree is not null).Sample(
        tree =>
        {
            using var read = JsonDocument.Parse(tree!.ToJsonString()); // not null: see above
            Assert.Equal(Encoding.UTF8.GetString(CanonicalJson.Write(read.RootElement)), Encoding.UTF8.GetString(CanonicalJson.Write(tree)));
        },
        iter: 2_000);

    [Fact]
    public void Half_a_surrogate_pair_is_replaced_and_does_not_keep_the_tree_from_being_written() =>
        Assert.Equal("{\"reason\":\"\ufffd\"}", Encoding.UTF8.GetString(CanonicalJson.Write(new JsonObject { ["reason"] = "\ud800" })));

    [Fact]
    public void A_tree_deeper_than_the_limit_is_refused()
    {
        JsonNode tree = new JsonObject();
        for (var depth = 0; depth <= CanonicalJson.MaxDepth; depth++)
        {
            tree = new JsonArray(tree);
        }

        Assert.Throws<CanonicalJsonException>(() => CanonicalJson.Write(tree));
    }

    // Names that differ in half a surrogate pair only would be one name once replaced.
    private static JsonObject Object((string Name, JsonNode? Value)[] members)
    {
        var tree = new JsonObject();
        foreach (var (name, value) in members)
        {
            tree[new string([.. name.Where(c => !char.IsSurrogate(c))])] = value?.DeepClone();
        }

        return tree;
    }
}
