using System.Text;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Secrets;

namespace Harombe.Core.Audit;

/// <summary>How a call is written down, alike in every entry that mentions one.</summary>
internal static class CallForm
{
    // An entry holds at most 65,535 bytes; longer arguments are recorded by their hash and size.
    private const int MaxArguments = 32 * 1024;

    // The text stands as a string in the entry: each of its quotation marks and backslashes takes two bytes there.
    private const int MaxEscaped = 48 * 1024;

    public static void Fill(JsonObject form, ToolCall call, Redacted<string> arguments)
    {
        form["call"] = call.Id.Value;
        form["tool"] = call.Tool.Name.Value;
        form["definition"] = call.Tool.Fingerprint;
        form["principal"] = call.Principal.Id.Value;
        form["session"] = call.Session.Value;
        form["face"] = call.Face.ToString().ToLowerInvariant();
        form["label"] = call.Arguments.Label.ToString();
        var bytes = Encoding.UTF8.GetByteCount(arguments.Value);
        if (bytes == call.Arguments.Canonical.Length && Encoding.UTF8.GetBytes(arguments.Value).AsSpan().SequenceEqual(call.Arguments.Canonical.Span))
        {
            // Not when something was redacted: the hash would confirm a guess of what it was.
            form["argumentsHash"] = call.Arguments.Hash.Value;
        }

        if (bytes <= MaxArguments && bytes + arguments.Value.Count(c => c is '"' or '\\') <= MaxEscaped)
        {
            form["arguments"] = arguments.Value;
        }
        else
        {
            form["argumentsBytes"] = bytes;
        }
    }
}

/// <summary>How a decision is written down.</summary>
internal static class DecisionForm
{
    public static JsonObject Of(Decision decision) => new()
    {
        ["verdict"] = decision.Verdict.ToString().ToLowerInvariant(),
        ["rule"] = decision.Rule,
        ["risk"] = decision.Risk.ToString().ToLowerInvariant(),
        ["policy"] = decision.PolicyVersion,
    };
}
