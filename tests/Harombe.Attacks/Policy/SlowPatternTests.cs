using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Harombe.Core.Tools;
using Harombe.Policy.Provenance.Flow;
using Harombe.Policy.Provenance.Sources;
using Harombe.Policy.Provenance.Tools;
using Harombe.Policy.Rules.Clauses;
using Harombe.Policy.Rules.Reading;

namespace Harombe.Attacks.Policy;

/// <summary>A megabyte made to stall whatever looks at it. The bound is generous: what isn't linear takes minutes or hours here.</summary>
public sealed class SlowPatternTests
{
    private const int Megabyte = 1024 * 1024;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("(a+)+b")]
    [InlineData("(a|a)*b")]
    [InlineData("(a*)*b")]
    [InlineData(".*.*.*.*x")]
    [InlineData("(.*a){12}")]
    [InlineData("(a?){60}a{60}")]
    public void Regex(string expression)
    {
        var value = JsonSerializer.SerializeToElement(new string('a', Megabyte));
        WithinBound(() => new ExpressionTest(expression).Passes(new ArgumentValue(value)));
    }

    [Fact]
    public void Glob()
    {
        var name = new string('a', Megabyte);
        WithinBound(() => new ToolGlob("*a*a*a*a*a*a*b").Covers(name));
    }

    [Theory]
    [InlineData('/')]
    [InlineData('.')]
    [InlineData('\0')]
    public void Path(char c)
    {
        var value = JsonSerializer.SerializeToElement("a" + new string(c, Megabyte));
        WithinBound(() => new WithinTest("a").Passes(new ArgumentValue(value)));
    }

    [Fact]
    public void Host()
    {
        foreach (var text in (string[])[new string('a', Megabyte), string.Concat(Enumerable.Repeat("a.", Megabyte / 2)), "https://" + new string('@', Megabyte)])
        {
            var value = JsonSerializer.SerializeToElement(text);
            WithinBound(() => new HostTest(["*.example.com"]).Passes(new ArgumentValue(value)));
        }
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("- ")]
    [InlineData("a: [")]
    [InlineData("rules:\n")]
    [InlineData("? ")]
    public void Policy_file(string piece)
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, Megabyte / piece.Length / 16)));
        WithinBound(() => PolicyReading.Read("p.yaml", content, []));
    }

    [Theory]
    [InlineData("a@")]
    [InlineData("a.")]
    [InlineData("0")]
    [InlineData("- ")]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("%41")]
    [InlineData("QUJD")]
    [InlineData("4142 ")]
    [InlineData("ignore ")]
    [InlineData("a: b\n")]
    [InlineData("x dot y at z ")]
    [InlineData("а")]
    [InlineData("\u200b")]
    public void Result_and_arguments_of_a_session(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, Megabyte / piece.Length));
        var tool = Mail();
        var session = new SessionText();
        session.AddPrompt("Send an email to ann@example.org about it.");
        WithinBound(() =>
        {
            session.AddResult(new SourceCall("page", ToolProfile.Foreign, default), text);
            session.AddResult(new SourceCall("mail_send", tool, default), text);
            return FlowReview.Of(tool, JsonSerializer.SerializeToElement(new { to = text, body = text }), session);
        });
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(a b c d e f g) ")]
    [InlineData("bitte schick mir die ")]
    [InlineData("bitte schick mir die ann@example.org. ")]
    [InlineData("ann@example.org is here. ")]
    [InlineData("删除")]
    [InlineData("请发送邮件给ann@example.org。")]
    [InlineData("send it. ")]
    [InlineData(",")]
    public void Prompt(string piece)
    {
        var session = new SessionText();
        var mail = Mail();
        WithinBound(() =>
        {
            session.AddPrompt(string.Concat(Enumerable.Repeat(piece, Megabyte / piece.Length)) + new string('x', Megabyte / 2));
            return FlowReview.Of(mail, JsonSerializer.SerializeToElement(new { to = "ann@example.org", body = "it" }), session);
        });
    }

    [Theory]
    [InlineData("a@b.example ")]
    [InlineData("www.x{0}.example ")]
    [InlineData("QUJD ")]
    public void Client_that_has_read_much_and_sends_much(string piece)
    {
        var mail = Mail();
        var read = string.Concat(Enumerable.Range(0, Megabyte / piece.Length).Select(i => piece.Replace("{0}", $"{i}", StringComparison.Ordinal)));
        var sent = JsonSerializer.SerializeToElement(new { to = Enumerable.Range(0, 10_000).Select(i => $"someone{i}@else{i}.example").ToArray(), body = read[..1_000] });
        WithinBound(() =>
        {
            var faded = new FadedText();
            faded.Add(read, outside: true, isPrivate: false);
            var session = new SessionText { Faded = [faded] };
            session.AddResult(new SourceCall("page", ToolProfile.Foreign, default), read);
            return ClientReview.Of(mail, sent, session);
        });
    }

    private static ToolProfile Mail() => ToolProfile.Of(new ToolDefinition
    {
        Name = ToolName.Parse("mail_send"),
        Description = "Sends an email.",
        InputSchema = JsonElement.Parse("""{"type":"object","properties":{"to":{"type":"string","description":"The email address."},"body":{"type":"string","description":"The text."}}}"""),
        Origin = "test",
        Risk = Risk.Unknown,
    });

    private static void WithinBound<T>(Func<T> work)
    {
        var started = Stopwatch.GetTimestamp();
        work();
        Assert.True(Stopwatch.GetElapsedTime(started) < Bound, $"It took {Stopwatch.GetElapsedTime(started)}.");
    }
}
