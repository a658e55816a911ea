using System.Text.Json;
using Harombe.Audit;
using Harombe.Audit.Entries;
using Harombe.Audit.Retention;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Labels;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Microsoft.Extensions.Logging.Abstractions;

// A process that appends to a record until it is killed: so many writers, each an intent and its outcome in turn. What was acknowledged is said on
// standard output, one line each, after the acknowledgement and not before: "A number call", and "R reason" for a refusal.
// With "erase", all that is older than a tenth of a second is erased over and over; "E count" when it is done.
//   Harombe.Testing.AuditWriter FOLDER WRITERS SYNCHRONOUS [erase]
var (folder, writers, synchronous) = (args[0], int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture), args[2]);
var output = Console.OpenStandardOutput();
var tool = new ToolDefinition
{
    Name = ToolName.Parse("files.write"),
    Description = "Writes a file.",
    InputSchema = JsonDocument.Parse("{}").RootElement,
    Origin = "plugin files 0.1.0",
    Risk = Risk.Medium,
};
var principal = new Principal(new PrincipalId("owner"), TokenKinds.Caller, ToolScope.Everything);
_ = ToolArguments.TryCreate(JsonDocument.Parse("""{"path":"a"}""").RootElement, Label.OfUser, null, out var arguments, out _);
await using var log = new SqliteAuditLog(
    new AuditOptions { Folder = folder, BusySeconds = 1 }, TimeProvider.System, NullLogger.Instance, connection => connection.Run($"PRAGMA synchronous = {synchronous}"));
var erasure = new Erasure(log, TimeProvider.System);
await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(WriteAsync)).Append(args is [.., "erase"] ? Task.Run(EraseAsync) : Task.CompletedTask));

async Task EraseAsync()
{
    while (true)
    {
        try
        {
            Say($"E {await erasure.BeforeAsync(TimeProvider.System.GetUtcNow().AddMilliseconds(-100), CancellationToken.None)}");
        }
        catch (AuditUnavailableException e)
        {
            Say($"R {e.Message.ReplaceLineEndings(" ")}");
        }
    }
}

async Task WriteAsync()
{
    while (true)
    {
        var id = CallId.New();
        var call = new ToolCall(id, tool, arguments!, principal, new SessionId("ses_1"), Face.Chat, null); // not null: they are well formed
        var decision = new Decision(Verdict.Allow, "rules.files", Risk.Medium, "", "", "p1");
        if (await AppendAsync(new CallIntent(call, new Redacted<string>("""{"path":"a"}"""), decision, null) { Time = TimeProvider.System.GetUtcNow() }, id))
        {
            await AppendAsync(new CallOutcome(id, CallEnding.Completed, TimeSpan.Zero, null, null) { Time = TimeProvider.System.GetUtcNow() }, id);
        }
    }
}

async Task<bool> AppendAsync(AuditEntry entry, CallId id)
{
    try
    {
        var append = await log.AppendAsync(entry, CancellationToken.None);
        Say(append is AuditAppend.Durable durable ? $"A {durable.Sequence} {id}" : $"D {id}");
        return true;
    }
    catch (AuditUnavailableException e)
    {
        Say($"R {e.Message.ReplaceLineEndings(" ")}");
        return false;
    }
}

void Say(string line)
{
    lock (output)
    {
        output.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
    }
}
