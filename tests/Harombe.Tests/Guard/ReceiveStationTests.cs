using System.Text.Json;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Guard;
using Harombe.Testing.Roads;
using Harombe.Core.Tools;

namespace Harombe.Tests.Guard;

public sealed class ReceiveStationTests : IDisposable
{
    private readonly Road road = Road.To("notes.write", (_, _) => ValueTask.FromResult<ToolOutcome>(ToolContent.OfText("written", default)), limits: new GuardLimits(Arguments: 100));

    public static TheoryData<string, string, string> Unfit => new()
    {
        { "[]", "call.arguments", "must be a JSON object, not array" },
        { "null", "call.arguments", "must be a JSON object, not null" },
        { "\"{}\"", "call.arguments", "must be a JSON object, not string" },
        { """{"a":1,"a":2}""", "call.arguments", "same member twice" },
        { """{"a":1,"\u0061":2}""", "call.arguments", "same member twice" },
        { """{"deep":{"a":[{"b":1,"b":1}]}}""", "call.arguments", "same member twice" },
        { """{"a":"\ud800"}""", "call.arguments", "not valid Unicode" },
        { """{"\udc00":1}""", "call.arguments", "not valid Unicode" },
        { """{"a":9007199254740993}""", "call.arguments", "beyond 2^53" },
        { """{"a":1e400}""", "call.arguments", "too large" },
        { "{\"a\":\"" + new string('x', 100) + "\"}", "call.size", "108 bytes; at most 100" },
        { """{"note":"s3cr3t-canary"}""", "scan.arguments", "contain a secret (canary)" },
        { """{"note":"s3cr3t\u002dcanary"}""", "scan.arguments", "contain a secret (canary)" },
        { """{"s3cr3t-canary":1}""", "scan.arguments", "contain a secret (canary)" },
        { """{"a":[{"b":["x s3cr3t-canary y"]}]}""", "scan.arguments", "contain a secret (canary)" },
    };

    public void Dispose() => road.Dispose();

    [Theory, MemberData(nameof(Unfit))]
    public async Task Arguments_that_are_not_fit_are_refused_and_recorded_without_being_shown(string arguments, string rule, string message)
    {
        var refused = Assert.IsType<CallResult.Refused>(await road.CallAsync("notes.write", arguments));

        Assert.Equal(rule, refused.Reason.Rule);
        Assert.Contains(message, refused.Reason.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(CanaryScanner.Canary, refused.Reason.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, road.Tools.RunsOf("notes.write"));
        Assert.Equal(rule == "scan.arguments" ? ["scan.redacted", $"call.stopped refused {rule}"] : [$"call.stopped refused {rule}"], road.Audit.Story);
        Assert.DoesNotContain(CanaryScanner.Canary, road.Audit.Text, StringComparison.Ordinal);
        // A hash would confirm a guess of what was left out.
        Assert.DoesNotContain("argumentsHash", road.Audit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_recorded_as_its_kind()
    {
        await road.CallAsync("notes.write", """{"note":"x s3cr3t-canary y","other":"kept"}""");

        Assert.Contains("x [redacted: canary] y", road.Audit.Text, StringComparison.Ordinal);
        Assert.Contains("kept", road.Audit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clean_arguments_are_recorded_with_their_hash()
    {
        await road.CallAsync("notes.write", """{"b":1,"a":"x"}""");

        Assert.Contains("argumentsHash", road.Audit.Text, StringComparison.Ordinal);
        Assert.Contains("""{\"a\":\"x\",\"b\":1}""", road.Audit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_nested_as_deep_as_is_allowed_passes_and_one_deeper_is_refused()
    {
        using var deep = Road.To("notes.write", (_, _) => ValueTask.FromResult<ToolOutcome>(ToolContent.OfText("written", default)));
        var options = new JsonDocumentOptions { MaxDepth = 1000 };

        Assert.IsType<CallResult.Completed>(await deep.Kernel.InvokeAsync(
            Road.Request("notes.write") with { Arguments = JsonElement.Parse(Nested(CanonicalJson.MaxDepth), options) }, default));
        var refused = Assert.IsType<CallResult.Refused>(await deep.Kernel.InvokeAsync(
            Road.Request("notes.write") with { Arguments = JsonElement.Parse(Nested(CanonicalJson.MaxDepth + 1), options) }, default));

        Assert.Equal("call.arguments", refused.Reason.Rule);
        Assert.Contains("nested deeper than 64", refused.Reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_arguments_that_differ_in_case_only_reach_the_tool_as_two()
    {
        using var road = Road.To("notes.write", (invocation, _) => ValueTask.FromResult<ToolOutcome>(ToolContent.OfText(invocation.Call.Arguments.Value.GetRawText(), default)));

        var completed = Assert.IsType<CallResult.Completed>(await road.CallAsync("notes.write", """{"a":1,"A":2}"""));

        Assert.Equal("""{"A":2,"a":1}""", completed.Content.PlainText);
    }

    [Fact]
    public async Task Arguments_full_of_quotation_marks_can_still_be_recorded()
    {
        using var road = Road.To("notes.write", (_, _) => ValueTask.FromResult<ToolOutcome>(ToolContent.OfText("written", default)));
        var arguments = JsonSerializer.Serialize(new Dictionary<string, string> { ["text"] = new('"', 16_300) });

        Assert.IsType<CallResult.Completed>(await road.CallAsync("notes.write", arguments));

        Assert.All(road.Audit.Entries, entry => Assert.InRange(entry.ToCanonicalBytes(0).Length, 1, 60_000));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_begins_does_not_run()
    {
        var refused = Assert.IsType<CallResult.Refused>(await road.Kernel.InvokeAsync(Road.Request("notes.write"), new CancellationToken(canceled: true)));

        Assert.Equal("call.cancelled", refused.Reason.Rule);
        Assert.Equal(0, road.Tools.RunsOf("notes.write"));
        Assert.DoesNotContain("call.intent", road.Audit.Story);
    }

    [Fact]
    public async Task A_name_that_no_tool_has_is_refused_and_not_repeated()
    {
        var refused = Assert.IsType<CallResult.Refused>(await road.CallAsync("no.such.tool"));

        Assert.Equal("tool.unknown", refused.Reason.Rule);
        Assert.DoesNotContain("no.such.tool", refused.Reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_entry_of_a_stop_names_tool_caller_and_session()
    {
        await road.CallAsync("notes.write", "[]");

        var stopped = Assert.IsType<CallStopped>(Assert.Single(road.Audit.Entries));
        Assert.Equal(("notes.write", "caller", "ses_test"), (stopped.ToolCall.Tool.Name.Value, stopped.ToolCall.Principal.Id.Value, stopped.ToolCall.Session.Value));
        Assert.Contains("[not scanned]", road.Audit.Text, StringComparison.Ordinal);
    }

    private static string Nested(int depth) => """{"a":""" + new string('[', depth - 1) + new string(']', depth - 1) + "}";
}
