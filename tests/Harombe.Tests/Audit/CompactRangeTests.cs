using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Harombe.Audit.Merkle;

namespace Harombe.Tests.Audit;

public sealed class CompactRangeTests
{
    [Fact]
    public void The_empty_tree_has_the_hash_of_nothing() =>
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", TreeHead.Of(new CompactRange()).Root);

    [Fact]
    public void The_tree_of_one_empty_entry_is_the_hash_of_a_zero_byte() =>
        Assert.Equal("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", TreeHead.Of(RangeOver([[]])).Root);

    [Fact]
    public void Three_entries_hash_as_written_out_by_hand()
    {
        byte[] Node(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);
        byte[] Leaf(string entry) => SHA256.HashData([0, .. Encoding.UTF8.GetBytes(entry)]);

        var byHand = Node(Node(Leaf("a"), Leaf("b")), Leaf("c"));

        Assert.Equal(byHand, RangeOver(["a"u8.ToArray(), "b"u8.ToArray(), "c"u8.ToArray()]).Root());
    }

    [Fact]
    public void Every_size_gives_the_root_of_the_recursive_definition() => Gen.Int[0, 70].Sample(size =>
    {
        var entries = Enumerable.Range(0, size).Select(i => Encoding.UTF8.GetBytes($"entry {i}")).ToArray();
        Assert.Equal(Recursive(entries), RangeOver(entries).Root());
    });

    [Fact]
    public void Full_subtrees_are_told_with_their_place_and_their_root()
    {
        var entries = Enumerable.Range(0, 8).Select(i => new byte[] { (byte)i }).ToArray();
        var told = new List<(int Height, long Position, byte[] Hash)>();
        var range = new CompactRange();
        foreach (var entry in entries)
        {
            range.Append(LeafHash.Of(entry), (height, position, hash) => told.Add((height, position, hash.ToArray())));
        }

        Assert.Equal(15, told.Count);
        Assert.All(told, node => Assert.Equal(Recursive(entries[(int)(node.Position << node.Height)..(int)((node.Position + 1) << node.Height)]), node.Hash));
    }

    [Fact]
    public void A_subtree_that_begins_off_its_place_is_refused()
    {
        var range = RangeOver([[1]]);
        Assert.Throws<InvalidOperationException>(() => range.Push(3, new byte[32], null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("3:abcd")]
    [InlineData("-3:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("3:z3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void What_is_no_head_is_not_read_as_one(string text) => Assert.False(TreeHead.TryParse(text, out _));

    [Fact]
    public void A_head_is_read_back_from_what_it_is_written_as()
    {
        var head = TreeHead.Of(RangeOver([[1], [2]]));
        Assert.True(TreeHead.TryParse(head.ToString().ToUpperInvariant(), out var read));
        Assert.Equal(head, read);
    }

    internal static CompactRange RangeOver(byte[][] entries)
    {
        var range = new CompactRange();
        foreach (var entry in entries)
        {
            range.Append(LeafHash.Of(entry), null);
        }

        return range;
    }

    // RFC 6962, 2.1, as it is written there.
    private static byte[] Recursive(byte[][] entries)
    {
        if (entries.Length == 0)
        {
            return SHA256.HashData([]);
        }

        if (entries.Length == 1)
        {
            return SHA256.HashData([0, .. entries[0]]);
        }

        var split = 1;
        while (split * 2 < entries.Length)
        {
            split *= 2;
        }

        return SHA256.HashData([1, .. Recursive(entries[..split]), .. Recursive(entries[split..])]);
    }
}
