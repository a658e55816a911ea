using System.Text.Json;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Labels;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Host.Access;

namespace Harombe.Benchmarks.AuditWriting;

/// <summary>The entry that is written: the intent of a call that writes a file, each with a call id of its own.</summary>
internal static class Entry
{
    private static readonly ToolDefinition Tool = Named("files.write");

    private static ToolDefinition Named(string name) => new()
    {
        Name = ToolName.Parse(name),
        Description = "Writes a text file.",
        InputSchema = JsonElement.Parse("{}"),
        Origin = "plugin files 0.1.0",
        Risk = Risk.Medium,
    };

    private static readonly Decision Allowed = new(Verdict.Allow, "rules.files", Risk.Medium, "Files may be written.", "", "benchmark-1");

    private static readonly ToolArguments Arguments =
        ToolArguments.TryCreate(JsonElement.Parse("""{"path":"notes/a.txt","content":"hello"}"""), Label.OfUser, null, out var arguments, out var fault)
            ? arguments
            : throw new InvalidOperationException(fault);

    private static readonly Redacted<string> Clean = new("""{"content":"hello","path":"notes/a.txt"}""");

    public static AuditEntry Next() => Next("ses_benchmark", Tool, DateTimeOffset.UtcNow);

    /// <summary>The intent of a call of some session, of some tool, at some time.</summary>
    public static CallIntent Next(string session, string tool, DateTimeOffset time) => Next(session, tool == Tool.Name.Value ? Tool : Named(tool), time);

    private static CallIntent Next(string session, ToolDefinition tool, DateTimeOffset time) => new(
        new ToolCall(CallId.New(), tool, Arguments, Owner.AsCaller, new SessionId(session), Face.Chat, null), Clean, Allowed, null)
    {
        Time = time,
    };
}
