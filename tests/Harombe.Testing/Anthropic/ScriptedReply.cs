namespace Harombe.Testing.Anthropic;

/// <summary>How a stream ends.</summary>
public enum StreamEnd
{
    /// <summary>With <c>message_stop</c>, as it should.</summary>
    Whole,

    /// <summary>The connection breaks after the last block.</summary>
    Broken,

    /// <summary>The response ends well formed, but <c>message_delta</c> and <c>message_stop</c> never come.</summary>
    Early,

    /// <summary>An <c>error</c> event comes in their place.</summary>
    Error,

    /// <summary>Nothing more comes until <see cref="ScriptedReply.GoOn"/>, or until the client goes away.</summary>
    Waits,
}

/// <summary>One answer of the script.</summary>
/// <param name="Blocks">What the model says and asks for, in order.</param>
public sealed record ScriptedReply(IReadOnlyList<ScriptedBlock> Blocks)
{
    private readonly TaskCompletionSource goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>An error instead of an answer.</summary>
    public ApiError? Error { get; init; }

    /// <summary>A piece of text that comes again and again, without an end, until the client goes away.</summary>
    public string? Repeat { get; init; }

    /// <summary>How its stream ends.</summary>
    public StreamEnd End { get; init; }

    /// <summary>What it stopped for; by default what fits its blocks.</summary>
    public string? StopReason { get; init; }

    /// <summary>Ends when the client went away while the stream waited.</summary>
    public Task Abandoned => abandoned.Task;

    /// <summary>Lets a stream that waits end.</summary>
    public void GoOn() => goOn.TrySetResult();

    internal string Reason => StopReason ?? (Blocks.Any(block => block is ScriptedBlock.ToolUse) ? "tool_use" : "end_turn");

    internal async Task WaitAsync(CancellationToken gone)
    {
        try
        {
            await goOn.Task.WaitAsync(gone);
        }
        catch (OperationCanceledException)
        {
            abandoned.TrySetResult();
            throw;
        }
    }
}

/// <summary>One block of an answer. A closed family.</summary>
public abstract record ScriptedBlock
{
    private static int last;

    private ScriptedBlock()
    {
    }

    /// <summary>Text, in the pieces in which it is sent.</summary>
    public sealed record Text(IReadOnlyList<string> Pieces) : ScriptedBlock;

    /// <summary>What OpenAI's models say in place of an answer that they decline to give.</summary>
    public sealed record Refusal(string Words) : ScriptedBlock;

    /// <summary>A call: its input as JSON text, in the pieces in which it is sent.</summary>
    public sealed record ToolUse(string Id, string Name, IReadOnlyList<string> Pieces) : ScriptedBlock
    {
        /// <summary>A call whose input comes in pieces of three characters, the first of them empty as the real one's is.</summary>
        public static ToolUse Of(string name, string json, string? id = null) => new(
            id ?? $"toolu_01{Interlocked.Increment(ref last):D10}", name, ["", .. json.Chunk(3).Select(piece => new string(piece))]);
    }
}
