using Harombe.HostTests.Chat;
using Harombe.Testing.Anthropic;

namespace Harombe.HostTests.LanguageModels;

/// <summary>One row of the table: what the model does, and what must come of it.</summary>
/// <param name="Name">What happens.</param>
/// <param name="Plays">Writes it into the script.</param>
/// <param name="Streamed">The events, when it comes as a stream.</param>
internal sealed record TableRow(string Name, Action<Script> Plays, string[] Streamed)
{
    private const string NoPieces = "its calls come whole: arguments that are no JSON can't be said";
    private static readonly byte[] Pixel = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static readonly string[] Looked = ["call.intent lookup", "call.outcome completed"];

    public static readonly IReadOnlyList<TableRow> All =
    [
        new("text", script => script.Text("One, ", "two, ", "three."), ["token One, two, three.", "usage 25/15", "message One, two, three.", "done done"]),
        new("one tool", script => { script.Tool("lookup", """{"text":"alpha"}"""); script.Text("It is quince-7."); },
        [
            "usage 25/15", """tool_call lookup {"text":"alpha"}""", "tool_result lookup completed the code of alpha is quince-7",
            "token It is quince-7.", "usage 25/15", "message It is quince-7.", "done done",
        ]) { Record = Looked },
        new("parallel tools", script => { script.Tools(("lookup", """{"text":"alpha"}"""), ("lookup", """{"text":"beta"}""")); script.Text("Both."); },
        [
            "usage 25/15", """tool_call lookup {"text":"alpha"}""", """tool_call lookup {"text":"beta"}""",
            "tool_result lookup completed the code of alpha is quince-7", "tool_result lookup completed the code of beta is quince-7",
            "token Both.", "usage 25/15", "message Both.", "done done",
        ]) { Record = [Looked[0], Looked[0], Looked[1], Looked[1]] },
        new("image in", script => script.Text("A pixel."), ["token A pixel.", "usage 25/15", "message A pixel.", "done done"]) { File = new SentFile("pixel.png", "image/png", Pixel) },
        Error("401", "model.key", ApiError.Unauthenticated("invalid key")),
        Error("403", "model.permission", ApiError.Forbidden),
        Error("404", "model.name", ApiError.NotFound("no such model")),
        Error("400", "model.request", ApiError.Invalid("something is wrong")),
        Error("429 with Retry-After", "model.limit", ApiError.Limited(7)),
        Error("500", "model.unavailable", ApiError.Internal),
        Error("529", "model.overloaded", ApiError.Overloaded),
        Error("503", "model.overloaded", new ApiError(503, "overloaded_error", "server busy, please try again")),
        Error("context overflow", "model.context", new ApiError(400, "context_length_exceeded", "prompt is too long: 210000 tokens > 200000 maximum context length")),
        new("timeout", script => script.Add(new ScriptedReply([]) { End = StreamEnd.Waits }), Failed("model.timeout")) { Timeout = TimeSpan.FromMilliseconds(500), Ends = true },
        new("stream broken", script => script.Add(Half(StreamEnd.Broken)), Failed("model.connection")) { Ends = true, IsBroken = true },
        new("stream ends early", script => script.Add(Half(StreamEnd.Early)), Failed("model.cut")) { Whole = Failed("model.malformed"), Ends = true, IsBroken = true },
        new("malformed arguments", script => { script.Tool("lookup", """{"text":"alp""" + "\n}}"); script.Text("Sorry."); },
        [
            "usage 25/15", "tool_call lookup", "tool_result lookup refused [rule call.arguments]", "token Sorry.", "usage 25/15", "message Sorry.", "done done",
        ]) { Record = ["call.stopped lookup refused"], NeedsPieces = true },
        new("truncated arguments", script => { script.Add(new ScriptedReply([ScriptedBlock.ToolUse.Of("lookup", """{"text":"alp""")]) { StopReason = "max_tokens" }); script.Text("Sorry."); },
        [
            "token \n[cut: the model reached the longest answer it may give]", "usage 25/15", "tool_call lookup", "tool_result lookup refused [rule call.arguments]",
            "token Sorry.", "usage 25/15", "message Sorry.", "done done",
        ]) { Record = ["call.stopped lookup refused"], NeedsPieces = true },
        new("answer at its longest", script => script.Add(new ScriptedReply([new ScriptedBlock.Text(["On and on"])]) { StopReason = "max_tokens" }),
        [
            "token On and on\n[cut: the model reached the longest answer it may give]", "usage 25/15",
            "message On and on\n[cut: the model reached the longest answer it may give]", "done done",
        ]),
        new("refusal", script => script.Add(new ScriptedReply([new ScriptedBlock.Text(["I begin "])]) { StopReason = "refusal" }),
        [
            "token I begin \n[declined: the model's provider stopped the answer]", "usage 25/15",
            "message I begin \n[declined: the model's provider stopped the answer]", .. Failed("model.refused"),
        ]) { NeedsRefusal = true, Ends = true },
    ];

    /// <summary>The events when the answer comes in one piece; the same unless a part of a stream was seen before it broke.</summary>
    public string[] Whole { get; init; } = Streamed;

    /// <summary>What the audit log holds of it.</summary>
    public string[] Record { get; init; } = [];

    /// <summary>The file that goes with the message.</summary>
    public SentFile? File { get; init; }

    /// <summary>How long the model may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the turn fails of it.</summary>
    public bool Ends { get; init; }

    /// <summary>The connection breaks: how much of what was said before is still seen is a matter of the network.</summary>
    public bool IsBroken { get; init; }

    private bool NeedsPieces { get; init; }

    private bool NeedsRefusal { get; init; }

    public string[] Events(bool streams) => streams ? Streamed : Whole;

    /// <summary>Why a provider's protocol has no way to say this; null when it has one.</summary>
    public string? Unsayable(string provider, bool streams) =>
        NeedsPieces && (provider == "ollama" || (provider == "anthropic" && !streams)) ? NoPieces
        : NeedsRefusal && provider == "ollama" ? "Ollama's models have no way to decline but in words"
        : null;

    private static TableRow Error(string name, string rule, ApiError error) => new(name, script => script.Fails(error), Failed(rule)) { Ends = true };

    private static string[] Failed(string rule) => [$"error {rule}", "done failed"];

    private static ScriptedReply Half(StreamEnd end) => new([new ScriptedBlock.Text(["half of it "])]) { End = end };
}
