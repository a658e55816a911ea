using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Harombe.Agent.Chat;
using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning;
using Harombe.Secrets.Scanning.Issued;
using Harombe.Testing;

namespace Harombe.Tests.Chat;

public sealed partial class HeldBackTextTests
{
    private const string Token = "ghp_Q7vKx2Lr9TzWm4HdYb8NcPs3JfGu6aEe0iRt";

    private static readonly ISecretScanner Scanner = new SecretScanner(new IssuedSecrets());

    private static readonly string Key = Armour("\n");

    // What a secret may stand among, what begins like one, and secrets themselves: with their label beside them, quoted, in pairs, over lines.
    private static readonly string[] Fragments =
    [
        " ", " ", " ", "\n", "\t", ": ", "=", "\"", "'", "`", "the word", "it's", "he said \"come in\" and", "-----", "-----BEGIN", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
        "-----BEGIN PRIVATE KEY", "password", "token", "Bearer", Token, $"({Token})", "password = Vq83lampZk19", "the passphrase is: \"Vq83 lamp-Zk19 harbour7\"",
        "\"client_secret\": \"k3J9x-Qw82mZ-pL4vB7nR1tY\"", "--token k3J9xQw82mZpL4vB7nR1tY ", "Authorization: Bearer k3J9xQw82mZpL4vB7nR1tYc6", "AKIAZ3QX7LM2VT5RJW4K",
        "AKIAZ3QX7LM2VT5RJW4K and the secret\nk3J9xQw82mZpL4vB7nR1tYc6Hd5Gf0Sa/uEi+oP2", "postgres://app:k3J9xQw82mZp@db.example.net/x", Key, Armour("\\n"), Key[..120],
    ];

    [Fact]
    public void Any_split_shows_what_the_whole_text_would_show()
    {
        var text = Gen.Int[0, Fragments.Length - 1].Array[1, 12].Select(picks => string.Concat(picks.Select(pick => Fragments[pick])));
        Gen.Select(text, Gen.Int[1, 40].Array[1, 30]).Sample(
            (whole, sizes) => WithoutKinds(Streamed(whole, sizes)) == WithoutKinds(Scanner.Redact(whole).Value),
            iter: Rounds.Of(quick: 3_000, full: 100_000),
            print: sample => $"{sample.Item1}\n--- streamed as\n{Streamed(sample.Item1, sample.Item2)}\n--- instead of\n{Scanner.Redact(sample.Item1).Value}");
    }

    [Fact]
    public void Any_split_of_a_text_with_secrets_of_ours_that_have_white_space_shows_what_the_whole_would_show()
    {
        string[] secrets = ["my dog is brown 42", "correct horse battery staple", "a b c d e f g h", "line one\nline two\tof it", "abcdefghi jkl", "\"quoted words\" and more"];
        var issued = new IssuedSecrets();
        foreach (var (secret, at) in secrets.Select((secret, at) => (secret, at)))
        {
            issued.Add(SecretName.Parse($"test/spaced{at}"), Encoding.UTF8.GetBytes(secret));
        }

        var scanner = new SecretScanner(issued);
        // The secrets, what begins like one and goes on otherwise, and one inside of the beginning of another.
        string[] pieces = [.. secrets, .. secrets.Select(secret => secret[..(secret.Length / 2)]), .. secrets.Select(secret => secret[..^1]), "my dog my dog is brown 42", " ", "\n", "x", "the end. ", "\""];
        var text = Gen.Int[0, pieces.Length - 1].Array[1, 8].Select(picks => string.Concat(picks.Select(pick => pieces[pick])));
        Gen.Select(text, Gen.Int[1, 12].Array[1, 20]).Sample(
            (whole, sizes) => Streamed(whole, sizes, scanner) == scanner.Redact(whole).Value,
            iter: Rounds.Of(quick: 3_000, full: 100_000),
            print: sample => $"{sample.Item1}\n--- streamed as\n{Streamed(sample.Item1, sample.Item2, scanner)}\n--- instead of\n{scanner.Redact(sample.Item1).Value}");
    }

    [Fact]
    public void A_secret_that_becomes_one_of_ours_when_half_of_it_was_shown_ends_nothing()
    {
        var issued = new IssuedSecrets();
        var held = new HeldBackText(new SecretScanner(issued));
        var shown = held.Add("correct horse ");
        issued.Add(SecretName.Parse("test/late"), Encoding.UTF8.GetBytes("correct horse battery staple"));

        Assert.Equal("correct horse battery", shown + held.Add("battery") + held.Flush());
    }

    [Fact]
    public void A_token_in_pieces_of_any_size_is_never_shown()
    {
        for (var size = 1; size <= Token.Length; size++)
        {
            var shown = Streamed($"It is {Token} and nothing else.", [size]);
            Assert.Equal("It is [redacted: GitHub token] and nothing else.", shown);
        }
    }

    [Fact]
    public void Words_are_shown_as_soon_as_they_have_ended()
    {
        var held = new HeldBackText(Scanner);
        Assert.Equal("", held.Add("Hel"));
        Assert.Equal("Hello ", held.Add("lo wor"));
        Assert.Equal("world, ", held.Add("ld, it"));
        Assert.Equal("it", held.Flush());
        Assert.Equal("", held.Flush());
    }

    [Fact]
    public void A_word_without_end_does_not_fill_the_memory()
    {
        var held = new HeldBackText(Scanner);
        var shown = Enumerable.Range(0, 100).Sum(_ => held.Add(new string('a', 1_000)).Length);
        Assert.True(shown > 90_000, $"{shown} of 100000");
        Assert.Equal(100_000, shown + held.Flush().Length);
    }

    private static string Streamed(string whole, int[] sizes, ISecretScanner? scanner = null)
    {
        var held = new HeldBackText(scanner ?? Scanner);
        var shown = new System.Text.StringBuilder();
        for (var (at, turn) = (0, 0); at < whole.Length; turn++)
        {
            var size = Math.Min(sizes[turn % sizes.Length], whole.Length - at);
            shown.Append(held.Add(whole.Substring(at, size)));
            at += size;
        }

        return shown.Append(held.Flush()).ToString();
    }

    // Where two kinds fit the same characters, either name is right.
    private static string WithoutKinds(string text) => KindName().Replace(text, "[redacted]");

    [GeneratedRegex(@"\[redacted: [^\]]*\]")]
    private static partial Regex KindName();

    // A key of nobody: random bytes in armour.
    private static string Armour(string lineEnd)
    {
        var bytes = new byte[240];
        new Random(7).NextBytes(bytes);
        var lines = Convert.ToBase64String(bytes).Chunk(64).Select(line => new string(line));
        return string.Join(lineEnd, ["-----BEGIN RSA PRIVATE KEY-----", .. lines, "-----END RSA PRIVATE KEY-----"]);
    }
}
