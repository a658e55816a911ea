using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Guard;
using Harombe.Core.Labels;
using Harombe.Core.Plugins;
using Harombe.Core.Tools;
using Harombe.Testing.Roads;

namespace Harombe.Tests.Guard;

public sealed class ResultStationTests
{
    private const string Canary = CanaryScanner.Canary;
    private static readonly Label Own = new(Integrity.Own, Confidentiality.Private);

    [Fact]
    public async Task A_secret_in_a_text_is_replaced_and_the_label_stays()
    {
        var content = await CompleteAsync(ToolContent.OfText($"before {Canary} after", Own));

        var text = Assert.IsType<ContentBlock.Text>(Assert.Single(content.Blocks));
        Assert.Equal(("before [redacted: canary] after", Own), (text.Value, text.Label));
    }

    [Fact]
    public async Task A_secret_in_a_structured_value_is_replaced_in_names_and_values_and_the_label_stays()
    {
        var json = JsonElement.Parse("""{"s3cr3t-canary":1,"deep":[{"word":"s3cr3t\u002dcanary"}],"kept":2}""");

        var content = await CompleteAsync(new ToolContent([], new StructuredContent(json, Own)));

        Assert.Equal(Own, content.Structured!.Label);
        Assert.Equal("""{"[redacted: canary]":1,"deep":[{"word":"[redacted: canary]"}],"kept":2}""", content.Structured.Value.GetRawText());
    }

    [Fact]
    public async Task A_secret_in_the_name_or_the_type_of_a_file_is_replaced()
    {
        var content = await CompleteAsync(File([1, 2, 3], $"image/{Canary}", $"{Canary}.png"));

        var file = Assert.IsType<ContentBlock.Binary>(Assert.Single(content.Blocks));
        Assert.Equal(("image/[redacted: canary]", "[redacted: canary].png", Own), (file.MediaType, file.Name, file.Label));
        Assert.Equal([1, 2, 3], file.Bytes.ToArray());
    }

    [Fact]
    public async Task A_file_with_a_secret_in_it_is_withheld()
    {
        var refused = Assert.IsType<CallResult.Refused>(await CallAsync(File([0, 255, .. Encoding.UTF8.GetBytes(Canary), 0], "application/octet-stream", null)));

        Assert.Equal(("scan.result", true), (refused.Reason.Rule, refused.ToolRan));
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("tüpfel")]
    public async Task A_type_that_is_none_becomes_bytes(string type) =>
        Assert.Equal("application/octet-stream", Assert.IsType<ContentBlock.Binary>((await CompleteAsync(File([1], type, null))).Blocks[0]).MediaType);

    [Fact]
    public async Task A_secret_in_the_message_of_an_error_is_replaced()
    {
        using var road = Road.To("notes.read", (_, _) => throw new InvalidOperationException($"the key {Canary} was refused"));

        var failed = Assert.IsType<CallResult.Failed>(await road.CallAsync("notes.read"));

        Assert.Contains("the key [redacted: canary] was refused", failed.Reason.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Canary)]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("UPPER")]
    public async Task A_rule_that_a_tool_makes_up_is_neither_told_nor_recorded_when_it_is_none(string rule)
    {
        using var road = Road.To("notes.read", (_, _) => ValueTask.FromResult<ToolOutcome>(new Reason(rule, Canary, Canary)));

        var failed = Assert.IsType<CallResult.Failed>(await road.CallAsync("notes.read"));

        Assert.Equal(new Reason("tool.refused", "[redacted: canary]", "[redacted: canary]"), failed.Reason);
        Assert.Equal(["call.intent", "scan.redacted", "call.outcome failed tool.refused"], road.Audit.Story);
    }

    [Fact]
    public async Task A_rule_of_seventy_thousand_characters_does_not_make_the_outcome_unwritable()
    {
        using var road = Road.To("notes.read", (_, _) => ValueTask.FromResult<ToolOutcome>(new Reason(new string('r', 70_000), "no", "no")));

        await road.CallAsync("notes.read");

        Assert.Equal(["call.intent", "call.outcome failed tool.refused"], road.Audit.Story);
    }

    [Theory]
    [InlineData(10, "0123456789", "0123456789")]
    [InlineData(9, "0123456789", "012345678\n[cut: 1 of 10 characters left out; ask for a smaller part]")]
    [InlineData(3, "ab😀cd", "ab\n[cut: 4 of 6 characters left out; ask for a smaller part]")]
    [InlineData(4, "ab😀cd", "ab😀\n[cut: 2 of 6 characters left out; ask for a smaller part]")]
    public async Task A_text_is_cut_at_the_bound_and_never_inside_a_character(int limit, string given, string expected) =>
        Assert.Equal(expected, (await CompleteAsync(ToolContent.OfText(given, Own), limit)).PlainText);

    [Fact]
    public async Task A_secret_that_lies_across_the_bound_is_gone_before_the_text_is_cut()
    {
        var content = await CompleteAsync(ToolContent.OfText("0123456" + Canary, Own), 12);

        Assert.StartsWith("0123456[reda\n[cut:", content.PlainText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_blocks_are_bounded_together_and_what_is_left_out_keeps_the_worst_label()
    {
        var blocks = Enumerable.Range(0, 100_000).Select(i => (ContentBlock)new ContentBlock.Text(i % 2 == 0 ? "x" : "", i == 99_999 ? default : Own));

        var content = await CompleteAsync(new ToolContent([.. blocks]), 1_000);

        Assert.Equal(1_001, content.Blocks.Length);
        var rest = Assert.IsType<ContentBlock.Text>(content.Blocks[^1]);
        Assert.Equal("[cut: 99000 of 100000 blocks left out; ask for a smaller part]", rest.Value);
        Assert.Equal(default, rest.Label);
        Assert.Equal(Own, content.Blocks[0].Label);
    }

    [Fact]
    public async Task A_file_or_a_structured_value_beyond_the_bound_is_withheld_whole()
    {
        foreach (var content in new[] { File(new byte[101], "image/png", null), new ToolContent([], new StructuredContent(JsonElement.Parse($"\"{new string('x', 100)}\""), Own)) })
        {
            var refused = Assert.IsType<CallResult.Refused>(await CallAsync(content, 100));

            Assert.Equal(("result.size", true), (refused.Reason.Rule, refused.ToolRan));
            Assert.Contains("limits.result", refused.Reason.Remedy, StringComparison.Ordinal);
        }
    }

    private static ToolContent File(byte[] bytes, string type, string? name) => new([new ContentBlock.Binary([.. bytes], type, name, Own)]);

    private static async Task<ToolContent> CompleteAsync(ToolContent content, long limit = 1_000) =>
        Assert.IsType<CallResult.Completed>(await CallAsync(content, limit)).Content;

    private static async Task<CallResult> CallAsync(ToolContent content, long limit = 1_000)
    {
        using var road = Road.To("notes.read", (_, _) => ValueTask.FromResult<ToolOutcome>(content), limits: new GuardLimits(Result: limit));
        return await road.CallAsync("notes.read");
    }
}
