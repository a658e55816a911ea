using System.Text;
using Harombe.Audit.Checkpoints;
using Harombe.Audit.Merkle;

namespace Harombe.Tests.Audit;

/// <summary>Against vectors that others published.</summary>
public sealed class NoteTests
{
    // golang.org/x/mod/sumdb/note, example and tests.
    private const string PeterNeumann = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private const string IfYouThink =
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
        + "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    // RFC 6962 trees over eight leaves, as certificate-transparency-go and transparency-dev/merkle test them.
    private static readonly string[] Leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    private static readonly string[] Roots =
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void A_published_note_verifies_under_its_published_key()
    {
        Assert.True(VerifierKey.TryParse(PeterNeumann, out var key));
        Assert.Equal(PeterNeumann, key.ToString());
        Assert.True(SignedNote.TryParse(IfYouThink, out var note));
        Assert.Equal(IfYouThink, note.ToString());
        Assert.True(note.IsSignedBy(key));
        Assert.True(SignedNote.TryParse(IfYouThink.Replace("answer", "Answer", StringComparison.Ordinal), out var changed));
        Assert.False(changed.IsSignedBy(key));
    }

    [Fact]
    public void A_key_of_RFC_8032_signs_as_published()
    {
        using var key = SigningKey.Of("rfc8032.example", Convert.FromHexString("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));

        Assert.Equal(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
            Convert.ToHexStringLower(key.Sign([0x72])));
        Assert.EndsWith(
            "+" + Convert.ToBase64String([1, .. Convert.FromHexString("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")]), key.Verifier.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Trees_have_the_published_roots_and_every_proof_between_them_holds()
    {
        var leaves = Leaves.Select(leaf => LeafHash.Of(Convert.FromHexString(leaf))).ToArray();
        for (var size = 1; size <= leaves.Length; size++)
        {
            var head = TreeHead.Of(CompactRangeTests.RangeOver([.. Leaves[..size].Select(Convert.FromHexString)]));
            Assert.Equal(Roots[size - 1], head.Root);
            for (var index = 0; index < size; index++)
            {
                var path = TreeProof.Inclusion(Range(leaves), index, size);
                Assert.True(TreeProof.Includes(head, index, leaves[index], path));
                Assert.False(TreeProof.Includes(head, index, leaves[(index + 1) % leaves.Length], path));
            }

            for (var old = 1; old <= size; old++)
            {
                var path = TreeProof.Consistency(Range(leaves), old, size);
                Assert.True(TreeProof.IsConsistent(new TreeHead(old, Roots[old - 1]), head, path));
                Assert.False(old < size && TreeProof.IsConsistent(new TreeHead(old, Roots[size - 1]), head, path));
            }
        }
    }

    [Theory]
    // RFC 9162 and its forerunners: the proofs of the eight-leaf tree above, by hash.
    [InlineData(0, 8, new[] { "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4" })]
    [InlineData(5, 8, new[] { "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" })]
    public void Inclusion_proofs_are_the_published_ones(int index, int size, string[] expected)
    {
        var leaves = Leaves.Select(leaf => LeafHash.Of(Convert.FromHexString(leaf))).ToArray();

        Assert.Equal(expected, TreeProof.Inclusion(Range(leaves), index, size).Select(Convert.ToHexStringLower));
    }

    [Theory]
    [InlineData("")]
    [InlineData("text\n")]
    [InlineData("text\n\n— name\n")]
    [InlineData("text\n\n— na+me AAAAAAA=\n")]
    [InlineData("text\n\n— name AAAA\n")]
    [InlineData("te\u0001xt\n\n— name AAAAAAAA\n")]
    [InlineData("text\n\n— name AAAAAAAA")]
    public void What_is_no_signed_note_is_not_taken_for_one(string text) => Assert.False(SignedNote.TryParse(text, out _));

    [Fact]
    public void A_proof_reads_back_as_it_was_written_and_proves_its_entry_only()
    {
        using var key = SigningKey.New("log.example/1");
        var leaves = Leaves.Select(leaf => LeafHash.Of(Convert.FromHexString(leaf))).ToArray();
        var note = SignedNote.Sign(new Checkpoint("log.example/1", new TreeHead(8, Roots[7])).ToString(), key);
        var text = new TlogProof(6, TreeProof.Inclusion(Range(leaves), 6, 8), note).ToString();

        Assert.True(TlogProof.TryParse(text, out var proof));
        Assert.Equal(text, proof.ToString());
        Assert.True(proof.Proves(Convert.FromHexString(Leaves[6]), "log.example/1", key.Verifier));
        Assert.False(proof.Proves(Convert.FromHexString(Leaves[5]), "log.example/1", key.Verifier));
        Assert.True(TlogProof.TryParse(text.Replace("index 6", "extra AAAA\nindex 6", StringComparison.Ordinal), out _));
    }

    [Fact]
    public void A_cosignature_counts_with_its_time_and_for_its_text_only()
    {
        using var log = SigningKey.New("log.example/1");
        using var witness = SigningKey.New("witness.example/w1", VerifierKey.Cosigning);
        var note = SignedNote.Sign(new Checkpoint("log.example/1", new TreeHead(8, Roots[7])).ToString(), log);

        var cosigned = note with { Signatures = [.. note.Signatures, Cosignature.Sign(witness, note.Text, Sample.Noon)] };

        Assert.Equal(Sample.Noon, Cosignature.TimeOf(cosigned, witness.Verifier));
        Assert.Null(Cosignature.TimeOf(cosigned with { Text = note.Text.Replace("\n8\n", "\n9\n", StringComparison.Ordinal) }, witness.Verifier));
        Assert.Equal("cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n", Encoding.UTF8.GetString(Cosignature.Message("example.com/behind-the-sofa\n", 1679315147)));
    }

    private static RangeHash Range(byte[][] leaves) => (begin, end) =>
    {
        var range = new CompactRange();
        for (var i = begin; i < end; i++)
        {
            range.Append(leaves[i], null);
        }

        return range.Root();
    };
}
