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
        var tool = ToolProfile.Of(new ToolDefinition
        {
            Name = ToolName.Parse("mail_send"),
            Description = "Sends an email.",
            InputSchema = JsonElement.Parse("""{"type":"object","properties":{"to":{"type":"string","description":"The email address."},"body":{"type":"string","description":"The text."}}}"""),
            Origin = "test",
            Risk = Risk.Unknown,
        });
        var session = new SessionText();
        session.AddPrompt("Send an email to ann@example.org about it.");
        WithinBound(() =>
        {
            session.AddResult(new SourceCall("page", ToolProfile.Foreign, default), text);
            session.AddResult(new SourceCall("mail_send", tool, default), text);
            return FlowReview.Of(tool, JsonSerializer.SerializeToElement(new { to = text, body = text }), session);
        });
    }

    private static void WithinBound<T>(Func<T> work)
    {
        var started = Stopwatch.GetTimestamp();
        work();
        Assert.True(Stopwatch.GetElapsedTime(started) < Bound, $"It took {Stopwatch.GetElapsedTime(started)}.");
    }
}
