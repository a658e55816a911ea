using System.Diagnostics;
using System.Text;
using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning;
using Harombe.Secrets.Scanning.Issued;

namespace Harombe.Attacks.Credentials;

/// <summary>
/// Megabytes made to stall the scanner: what a server, a page or a model may send. The bound is generous: what isn't linear takes minutes or hours here.
/// </summary>
public sealed class SlowScanTests
{
    private const int Megabyte = 1024 * 1024;
    private const int MostHeld = 160 * 1024;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(40);

    [Theory]
    // Heads of tables, each of which had all that follows read as its own rows, and lines without an end.
    [InlineData("password,a\npassword,b\nx,y,password\nx,y,z\n")]
    [InlineData("| x | password |\n|---|---|\n")]
    [InlineData("password,a\n")]
    [InlineData("password,")]
    [InlineData("key\t")]
    [InlineData("passwd\t")]
    // Beginnings that were looked for their line, their end or their owner all over the text.
    [InlineData("password ")]
    [InlineData("enable password ")]
    [InlineData(" \" * \"")]
    [InlineData("<<< '")]
    [InlineData("echo ")]
    [InlineData("echo '")]
    [InlineData("backup_code")]
    [InlineData("secret>{")]
    [InlineData("kind: secret data:")]
    [InlineData("user: ada password: meadow ")]
    [InlineData("\"value\":\"")]
    [InlineData(" / ")]
    [InlineData("op read \n")]
    [InlineData("password: \"")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("a\"'`")]
    public void Whole_text(string piece)
    {
        var scanner = new SecretScanner(new IssuedSecrets());
        var text = string.Concat(Enumerable.Repeat(piece, 3 * Megabyte / piece.Length));
        WithinBound(() => scanner.Scan(text));
    }

    [Theory]
    [InlineData("", "\"a ")]
    [InlineData("", "\"It is so.\", ")]
    [InlineData("", "echo ")]
    [InlineData("", "<<< '")]
    [InlineData("", "password ")]
    [InlineData("", "key: a ")]
    [InlineData("", "op read \n")]
    [InlineData("", "a\tb\tc\n")]
    [InlineData("", "AKIAZ3QX7LM2VT5RJW4Kk3J9xQw82mZpL4vB7nR1tYc6Hd5Gf0SauEioP2Tn52xLwb\n")]
    [InlineData("", "correct horse ")]
    [InlineData("", "correct horse battery staple 7")]
    [InlineData("", "x")]
    [InlineData("-----BEGIN PRIVATE KEY-----\n", "words ")]
    [InlineData("-----BEGIN PRIVATE KEY-----\n", "x")]
    [InlineData("user,password\n", "ada,Rk83vQm#z\n")]
    [InlineData("user,password\nada,x\n", "a,b,password\nx,y,z\n")]
    public void Stream_is_never_stalled_for_ever(string before, string piece)
    {
        var issued = new IssuedSecrets();
        issued.Add(SecretName.Parse("door"), "correct horse battery staple 7"u8);
        var held = new StreamedRedaction(new SecretScanner(issued));
        var text = before + string.Concat(Enumerable.Repeat(piece, 3 * Megabyte / 8 / piece.Length));
        var (shownAt, most) = (0, 0);
        WithinBound(() =>
        {
            for (var at = 0; at < text.Length; at += 16)
            {
                var shown = held.Add(text.Substring(at, Math.Min(16, text.Length - at)));
                shownAt = shown.Length > 0 ? at : shownAt;
                most = Math.Max(most, at - shownAt);
            }

            return held.Flush();
        });
        Assert.True(most < MostHeld, $"{most} characters came before anything of them was shown.");
    }

    // A head that follows a table at once was forgotten after a thousand characters, and the rows under it went out as they were.
    [Fact]
    public void Rows_far_below_a_second_head_are_no_less_secret_in_a_stream()
    {
        var rows = string.Concat(Enumerable.Range(0, 200).Select(row => $"user{row},notes,Rk83vQm#z{row}\n"));
        Same("id,token\n1,none\nuser,notes,password\n" + rows);
    }

    [Fact]
    public void Stored_passphrase_holds_back_no_word_that_is_none_of_its()
    {
        var issued = new IssuedSecrets();
        issued.Add(SecretName.Parse("door"), "correct horse battery staple 7"u8);
        var held = new StreamedRedaction(new SecretScanner(issued));
        var text = string.Concat(Enumerable.Repeat("It is the right answer, and the horse is correct. ", 20));
        var shown = text.Chunk(5).Sum(piece => held.Add(new string(piece)).Length);
        Assert.True(shown > text.Length - 40, $"{shown} of {text.Length}");
        Assert.EndsWith("the ", held.Add("The correct horse battery stap"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("", held.Add("le "));
        Assert.DoesNotContain("horse", held.Add("7 and more of it ") + held.Flush(), StringComparison.Ordinal);
    }

    private static void Same(string text)
    {
        var scanner = new SecretScanner(new IssuedSecrets());
        var held = new StreamedRedaction(scanner);
        var shown = new StringBuilder();
        for (var at = 0; at < text.Length; at += 7)
        {
            shown.Append(held.Add(text.Substring(at, Math.Min(7, text.Length - at))));
        }

        Assert.Equal(scanner.Redact(text).Value, shown.Append(held.Flush()).ToString());
        Assert.DoesNotContain("Rk83", shown.ToString(), StringComparison.Ordinal);
    }

    private static void WithinBound<T>(Func<T> work)
    {
        var started = Stopwatch.GetTimestamp();
        work();
        Assert.True(Stopwatch.GetElapsedTime(started) < Bound, $"It took {Stopwatch.GetElapsedTime(started)}.");
    }
}
