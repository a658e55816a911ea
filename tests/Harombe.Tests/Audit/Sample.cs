using System.Text.Json;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Labels;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;

namespace Harombe.Tests.Audit;

/// <summary>Entries as the road writes them.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly ToolDefinition Tool = new()
    {
        Name = ToolName.Parse("files.write"),
        Description = "Writes a file.",
        InputSchema = JsonDocument.Parse("{}").RootElement,
        Origin = "plugin files 0.1.0",
        Risk = Risk.Medium,
    };

    private static readonly Decision Allowed = new(Verdict.Allow, "rules.files", Risk.Medium, "Files may be written.", "", "p1");

    public static CallIntent Intent(CallId call, string arguments = "{}") =>
        new(Call(call), new Redacted<string>(arguments), Allowed, null) { Time = Noon };

    public static CallOutcome Outcome(CallId call, CallEnding ending = CallEnding.Completed) =>
        new(call, ending, TimeSpan.FromMilliseconds(3), null, null) { Time = Noon };

    public static CallStopped Stopped(CallId call) =>
        new(Call(call), new Redacted<string>("{}"), "refused", new Reason("schema.arguments", "Wrong.", "Correct it."), null) { Time = Noon };

    public static HostChanged Host(string version = "0.1.0") => new("started", version) { Time = Noon };

    private static ToolCall Call(CallId id)
    {
        Assert.True(ToolArguments.TryCreate(JsonDocument.Parse("{}").RootElement, Label.OfUser, null, out var arguments, out _));
        return new ToolCall(id, Tool, arguments, new Principal(new PrincipalId("owner"), TokenKinds.Caller, ToolScope.Everything), new SessionId("ses_1"), Face.Chat, null);
    }
}
