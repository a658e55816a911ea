using System.Text;
using Harombe.Audit.Checkpoints;
using Harombe.Audit.Export;

namespace Harombe.Tests.Audit;

/// <summary>
/// The examples that the C2SP texts print: signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof, tlog-tiles (github.com/C2SP/C2SP). They print no
/// public keys, so these show the form; the signature is shown by the key of golang.org/x/mod/sumdb/note, whose private half is printed too.
/// </summary>
public sealed class PublishedTextTests
{
    // The text is ours, the line is the printed one.
    private const string WithBlankLine =
        "One line\nand another:\n\nafter a blank one, è.\n\n"
        + "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";

    private const string SofaText = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

    private const string Sofa =
        SofaText + "\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";

    private const string Cosigned =
        Sofa + "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

    private const string Proof =
        "c2sp.org/tlog-proof@v1\nextra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6kYXJ3aW4tYXJ\nindex 73894\ngSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n"
        + "B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=\nEKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=\n"
        + "RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=\nAHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=\n\n";

    [Fact]
    public void A_note_of_signed_note_reads_with_a_blank_line_in_its_text_and_is_written_as_it_was()
    {
        Assert.True(SignedNote.TryParse(WithBlankLine, out var note));
        Assert.EndsWith("\n\nafter a blank one, è.\n", note.Text, StringComparison.Ordinal);
        var signature = Assert.Single(note.Signatures);
        Assert.Equal(("quasimodo.example/salvatore", 0x367ba04bu, 64), (signature.Name, signature.Id, signature.Bytes.Length));
        Assert.Equal(WithBlankLine, note.ToString());
    }

    [Fact]
    public void The_checkpoint_of_tlog_checkpoint_reads_and_is_written_as_it_was()
    {
        Assert.True(SignedNote.TryParse(Sofa, out var note));
        Assert.True(Checkpoint.TryParse(note.Text, out var checkpoint));
        Assert.Equal(("example.com/behind-the-sofa", 20852163), (checkpoint.Origin, checkpoint.Head.Size));
        Assert.Equal("0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62", checkpoint.Head.Root);
        Assert.Equal(SofaText, checkpoint.ToString());
        Assert.Equal(Sofa, note.ToString());
    }

    [Fact]
    public void The_cosignature_of_tlog_cosignature_has_the_time_that_its_message_prints()
    {
        Assert.True(SignedNote.TryParse(Cosigned, out var note));
        var witness = note.Signatures[1];
        Assert.Equal(("witness.example.com/w1", 0x8d66cf3fu, 72), (witness.Name, witness.Id, witness.Bytes.Length));
        Assert.Equal(1679315147ul, System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(witness.Bytes.Span));
        Assert.Equal("cosignature/v1\ntime 1679315147\n" + SofaText, Encoding.UTF8.GetString(Cosignature.Message(note.Text, 1679315147)));
        Assert.Equal(Cosigned, note.ToString());
    }

    // Its signatures are printed with an ellipsis: those of the checkpoint above stand in for them.
    [Fact]
    public void The_proof_of_tlog_proof_reads_without_its_extra_data()
    {
        Assert.True(TlogProof.TryParse(Proof + Sofa, out var proof));
        Assert.Equal((73894, 5), (proof.Index, proof.Path.Count));
        Assert.Equal("8122b25e861952067a8ddb9662b9033804629ce30626f7978e032405371d3e54", Convert.ToHexStringLower(proof.Path[0]));
        Assert.DoesNotContain("extra", proof.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1234067, 256, "tile/0/x001/x234/067")]
    [InlineData(0, 273, 112, "tile/0/273.p/112")]
    [InlineData(1, 1, 17, "tile/1/001.p/17")]
    [InlineData(2, 0, 1, "tile/2/000.p/1")]
    public void Tiles_have_the_paths_of_tlog_tiles(int level, long index, int width, string path) => Assert.Equal(path, TilePath.Hashes(level, index, width));

    [Fact]
    public void The_printed_private_key_signs_the_printed_note_byte_for_byte()
    {
        const string Private = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
        using var key = SigningKey.Of("PeterNeumann", Convert.FromBase64String(Private).AsSpan(1));

        Assert.Equal("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", key.Verifier.ToString());
        Assert.EndsWith(
            "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n",
            SignedNote.Sign("If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n", key).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void No_part_of_the_published_key_is_a_key()
    {
        const string Key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        for (var i = 0; i < Key.Length; i++)
        {
            Assert.False(VerifierKey.TryParse(Key[..i], out _), Key[..i]);
            Assert.False(i > 0 && VerifierKey.TryParse(Key[i..], out _), Key[i..]);
            var changed = Key.ToCharArray();
            changed[i]++;
            Assert.False(VerifierKey.TryParse(new string(changed), out _), new string(changed));
        }
    }
}
