using System.Collections.Concurrent;

namespace Harombe.Testing.Anthropic;

/// <summary>What the server answers, request by request. An empty script is a failed test: it answers with an error that says so. Thread-safe.</summary>
public sealed class Script
{
    private readonly ConcurrentQueue<ScriptedReply> replies = new();
    private readonly ConcurrentBag<ScriptedReply> given = [];

    /// <summary>The next reply is this one.</summary>
    public ScriptedReply Add(ScriptedReply reply)
    {
        replies.Enqueue(reply);
        return reply;
    }

    /// <summary>The next reply is one text, sent in these pieces.</summary>
    public ScriptedReply Text(params string[] pieces) => Add(new ScriptedReply([new ScriptedBlock.Text(pieces)]));

    /// <summary>The next reply asks for one tool; the input is sent in several pieces.</summary>
    public ScriptedReply Tool(string name, string json, string? id = null) => Add(new ScriptedReply([ScriptedBlock.ToolUse.Of(name, json, id)]));

    /// <summary>The next reply asks for several tools at once.</summary>
    public ScriptedReply Tools(params (string Name, string Json)[] calls) =>
        Add(new ScriptedReply([.. calls.Select(call => ScriptedBlock.ToolUse.Of(call.Name, call.Json))]));

    /// <summary>The next reply is an error.</summary>
    public ScriptedReply Fails(ApiError error) => Add(new ScriptedReply([]) { Error = error });

    /// <summary>Lets every stream that waits go on.</summary>
    internal void LetGo()
    {
        foreach (var reply in given)
        {
            reply.GoOn();
        }
    }

    internal ScriptedReply Next()
    {
        var reply = replies.TryDequeue(out var next) ? next : new ScriptedReply([]) { Error = ApiError.Invalid("The script has no reply for this request.") };
        given.Add(reply);
        return reply;
    }
}
