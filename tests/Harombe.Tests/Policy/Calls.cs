using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Labels;
using Harombe.Core.Principals;
using Harombe.Core.Tools;

namespace Harombe.Tests.Policy;

/// <summary>Calls and people to test with.</summary>
internal static class Calls
{
    public static readonly Principal Ide = new(new PrincipalId("ide"), TokenKinds.Caller, ToolScope.Everything);
    public static readonly Principal OtherIde = new(new PrincipalId("other-ide"), TokenKinds.Caller, ToolScope.Everything);
    public static readonly Principal Ann = new(new PrincipalId("ann"), TokenKinds.Approver, ToolScope.Nothing);
    public static readonly Principal Bob = new(new PrincipalId("bob"), TokenKinds.Approver, ToolScope.Nothing);

    public static ToolDefinition Tool(string name = "mail.send", Risk risk = Risk.High, bool readOnly = false, string description = "Sends mail.") => new()
    {
        Name = ToolName.Parse(name),
        Description = description,
        InputSchema = JsonElement.Parse("""{"type":"object"}"""),
        Origin = "plugin mail 0.1.0",
        Risk = risk,
        ReadOnly = readOnly,
    };

    public static ToolCall Of(
        ToolDefinition? tool = null, string arguments = """{"to":"ann@example.org","text":"hello"}""", Principal? by = null, Patience patience = Patience.Interactive) =>
        new(CallId.New(), tool ?? Tool(), Arguments(arguments), by ?? Ide, SessionId.New(), Face.Mcp, null, patience);

    public static ToolArguments Arguments(string json)
    {
        Assert.True(ToolArguments.TryCreate(JsonElement.Parse(json), Label.OfOutside, null, out var arguments, out var fault), fault);
        return arguments;
    }

    public static Decision Ask(ToolCall call, string policy = "test-1") =>
        new(Verdict.Ask, "default.ask", call.Tool.Risk, "It can change something.", "Let a person answer.", policy);

    /// <summary>A decision that asks with terms, as policy makes it.</summary>
    public static Decision Asks(ToolCall call, AnswerDemand? demand = null, string meaning = "meaning-1", params string[] asks) => Ask(call) with
    {
        Rule = asks is [var first, ..] ? first : "default.ask",
        Terms = new AskTerms(asks is [] ? ["default.ask"] : [.. asks], meaning, demand ?? AnswerDemand.Anybody, []),
    };

    public static ApprovalAnswer Yes(Principal? by = null, AnswerChannel channel = AnswerChannel.Http) => new(true, by ?? Ann, channel, null);

    public static ApprovalAnswer No(string? reason = null, Principal? by = null, AnswerChannel channel = AnswerChannel.Http) =>
        new(false, by ?? Ann, channel, reason);
}
