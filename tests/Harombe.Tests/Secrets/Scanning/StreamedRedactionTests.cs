using System.Text.RegularExpressions;
using CsCheck;
using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning;
using Harombe.Secrets.Scanning.Issued;
using Harombe.Testing;

namespace Harombe.Tests.Secrets.Scanning;

public sealed partial class StreamedRedactionTests
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
        "user = ada\npassword = green_meadow", "user=ada ", "ID/PW: admin/", "Rk83vQmz", "pw:", "(", ")", "passwords:\n  - Rk83vQmz\n", "  - Tn52xLwb\n", "enable secret 5 ", "snmp-server community Rk83vQmz ", "<Pass encoding=\"base64\">", "Pwd=green;",
        "\nada:$6$kQ2vZr81$b9sZ0mXcVq7Lw2Tn5Yd8Hf3Jg6Kp1Rs4Ua7We0", ":5432:sales:reports:meadow7", "mysqli_connect('db7', 'reports', 'gr3en@Meadow')", "password \"thunderbird\"", "--", "-", "host=", "password of ", " is ", ";s:8:", "kind: Secret\nmetadata:\n  name: x\ndata:\n", "  one: R3JlZW5NZWFkb3c3MQ==\n", "  two: \"R3JlZW5NZWFkb3c3MQ==\"\n", "data:\n", "---\n", "...",
        "user,password,role\n", "ada,Rk83vQm#z,admin\n", "| user | token |\n|---|---|\n", "| ada | k3J9xQw82mZpL4vB7nR1tY |\n", "name\tpwd\n", "ada\tRk83 vQm#z\n", "NAME    PASSWORD\n", "ada     Rk83vQm#z\n", "ada;", "echo '", "ada:Rk83vQm#z' | sudo chpasswd\n", " | sudo -S ls\n", "chpasswd <<< \"",
        "rabbitmqctl add_user ada ", "kubectl get secret door -o jsonpath='{.data.x}'\n", "k3J9xQw82mZpL4vB7nR1tY\n", "\"db_password\":{\"sensitive\":true,", "\"value\":\"Rk83vQm#z\"}", "calm-otter-meadow-76", "Rk83#vQm@z", "/", "heslo je ", "log in as ", "AUTH PLAIN AGFkYQBSazgzdlFtI3o= ", "\"ada\" * \"Rk83vQm#z\" *", "cache key: ",
        "ENV DOOR_TOKEN ", "root / ", "ada / L@ddRk83vQ ", "variable \"door_secret\" {\n", "default = \"Rk83vQmzTw2xYd17cHjf\"\n", "getConnection(url, \"ada\", \"Rk83vQmz\")", "getByLabel('Password').fill('Meadow.7162')", "Meadow.7162", "api token", " The new value is: ", "password=<password>&",
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
    public void A_token_in_pieces_of_any_size_is_never_shown()
    {
        for (var size = 1; size <= Token.Length; size++)
        {
            var shown = Streamed($"It is {Token} and nothing else.", [size]);
            Assert.Equal("It is [redacted: GitHub token] and nothing else.", shown);
        }
    }

    [Fact]
    public void Stored_secret_with_spaces_cut_at_every_place_is_never_shown()
    {
        const string Secret = "correct horse battery staple 7";
        var scanner = Scans.Knowing(("door", Secret), ("token", Token));
        var whole = $"He said: {Secret}, and then\n{Secret}{Secret} again, with {Token}. correct horse it is not.";
        var expected = scanner.Redact(whole).Value;
        Assert.DoesNotContain("battery", expected, StringComparison.Ordinal);
        for (var first = 0; first <= whole.Length; first++)
        {
            var held = new StreamedRedaction(scanner);
            Assert.Equal(expected, held.Add(whole[..first]) + held.Add(whole[first..]) + held.Flush());
        }

        for (var size = 1; size < 50; size++)
        {
            Assert.Equal(expected, Streamed(whole, [size], scanner));
        }
    }

    [Fact]
    public void Any_split_of_a_text_with_secrets_of_ours_that_have_white_space_shows_what_the_whole_would_show()
    {
        string[] secrets = ["my dog is brown 42", "correct horse battery staple", "a b c d e f g h", "line one\nline two\tof it", "abcdefghi jkl", "\"quoted words\" and more"];
        var scanner = Scans.Knowing([.. secrets.Select((secret, at) => ($"spaced{at}", secret))]);
        // The secrets, what begins like one and goes on otherwise, and one inside of the beginning of another.
        string[] pieces = [.. secrets, .. secrets.Select(secret => secret[..(secret.Length / 2)]), .. secrets.Select(secret => secret[..^1]), "my dog my dog is brown 42", " ", "\n", "x", "the end. ", "\""];
        var text = Gen.Int[0, pieces.Length - 1].Array[1, 8].Select(picks => string.Concat(picks.Select(pick => pieces[pick])));
        Gen.Select(text, Gen.Int[1, 12].Array[1, 20]).Sample(
            (whole, sizes) => Streamed(whole, sizes, scanner) == scanner.Redact(whole).Value,
            iter: Rounds.Of(quick: 3_000, full: 100_000),
            print: sample => $"{sample.Item1}\n--- streamed as\n{Streamed(sample.Item1, sample.Item2, scanner)}\n--- instead of\n{scanner.Redact(sample.Item1).Value}");
    }

    [Fact]
    public void Nothing_longer_than_four_characters_of_a_secret_is_shown_wherever_the_text_is_cut()
    {
        var secret = Gen.OneOf(
            Gen.String[Gen.Char[Scans.Base62], 24, 48],
            Gen.String[Gen.Char[Scans.Base62], 4, 9].Array[3, 5].Select(words => string.Join(' ', words)));
        var around = Gen.String[Gen.Char["бвгдеж .,;:=\"'\n(){}<>/"], 0, 30];
        Gen.Select(around, secret, around, secret, around).Sample(
            (before, one, between, other, after) =>
            {
                var scanner = Scans.Knowing(("one", one), ("other", other));
                var whole = $"{before}{one}{between}{other}{after}";
                var expected = scanner.Redact(whole).Value;
                return Enumerable.Range(0, whole.Length + 1).All(cut =>
                {
                    var held = new StreamedRedaction(scanner);
                    var shown = held.Add(whole[..cut]) + held.Add(whole[cut..]) + held.Flush();
                    return shown == expected && Survivor(one, shown) is null && Survivor(other, shown) is null;
                });
            },
            iter: Rounds.Of(quick: 150, full: 5_000));
    }

    [Fact]
    public void Base64_wrapped_into_lines_is_held_back_until_it_ends()
    {
        var wrapped = string.Join('\n', Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(new string('x', 70) + ' ' + Token + ' ' + new string('y', 70))).Chunk(64).Select(line => new string(line)));
        var whole = $"here:\n{wrapped}\nand on.";
        Assert.DoesNotContain(wrapped[..20], Scanner.Redact(whole).Value, StringComparison.Ordinal);
        for (var size = 1; size < 90; size++)
        {
            Assert.Equal(Scanner.Redact(whole).Value, Streamed(whole, [size]));
        }
    }

    [Fact]
    public void Words_are_shown_as_soon_as_they_have_ended()
    {
        var held = new StreamedRedaction(Scanner);
        Assert.Equal("", held.Add("Hel"));
        Assert.Equal("Hello ", held.Add("lo wor"));
        Assert.Equal("world, ", held.Add("ld, it"));
        Assert.Equal("it", held.Flush());
        Assert.Equal("", held.Flush());
    }

    // Found by the property above: the word alone was taken for the key's value, the whole text reads it as the type of what follows.
    [Theory]
    [InlineData("-----BEGIN PRIVATE KEY: AKIAZ3QX7LM2VT5RJW4Kpassword = Vq83lampZk19(x)")]
    [InlineData("key: AKIAZ3QX7LM2VT5RJW4Kpassword   = Vq83lampZk19 ")]
    [InlineData("token :  k3J9xQw82mZpL4vB7nR1 = \"no\"")]
    public void Word_behind_a_colon_is_held_back_while_it_may_be_a_type(string whole)
    {
        for (var size = 1; size <= whole.Length; size++)
        {
            Assert.Equal(Scanner.Redact(whole).Value, Streamed(whole, [size]));
        }
    }

    // A stream of such words was once held back to its end.
    [Fact]
    public void Words_with_colons_are_shown_at_once_and_behind_a_label_when_the_next_one_begins()
    {
        var held = new StreamedRedaction(Scanner);
        Assert.Equal("note: 1:23 ", held.Add("note: 1:23 "));
        Assert.Equal("key: ", held.Add("key: 2:34 "));
        Assert.Equal("2:34 ", held.Add("3"));
    }

    [Fact]
    public void A_word_without_end_does_not_fill_the_memory()
    {
        var held = new StreamedRedaction(Scanner);
        var shown = Enumerable.Range(0, 100).Sum(_ => held.Add(new string('a', 1_000)).Length);
        Assert.True(shown > 90_000, $"{shown} of 100000");
        Assert.Equal(100_000, shown + held.Flush().Length);
    }

    private static string? Survivor(string secret, string text) => Enumerable.Range(0, secret.Length - 4)
        .Select(at => secret.Substring(at, 5)).FirstOrDefault(piece => text.Contains(piece, StringComparison.Ordinal));

    private static string Streamed(string whole, int[] sizes, ISecretScanner? scanner = null)
    {
        var held = new StreamedRedaction(scanner ?? Scanner);
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
