using System.Text;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Secrets;

namespace Harombe.Core.Audit;

/// <summary>How a call is written down, alike in every entry that mentions one. With the decision beside it, it is enough to decide again.</summary>
internal static class CallForm
{
    public static void Fill(EntryForm form, ToolCall call, Redacted<string> arguments)
    {
        form.Add("tool", call.Tool.Name.Value);
        form.Add("definition", call.Tool.Fingerprint);
        form.Add("origin", call.Tool.Origin);
        form.Add("principal", call.Principal.Id.Value);
        form.Add("session", call.Session.Value);
        form.Add("face", call.Face.ToString().ToLowerInvariant());
        form.Add("patience", call.Patience.ToString().ToLowerInvariant());
        form.Add("label", call.Arguments.Label.ToString());
        if (call.Arguments.Labels.Count > 0)
        {
            var labels = form.Object("labels");
            foreach (var (argument, label) in call.Arguments.Labels)
            {
                labels.Add(argument, label.ToString());
            }
        }

        form.AddOrBlob("arguments", arguments.Value);
        if (call.Found is { } found)
        {
            form.Add("found", SecretsRedacted.Words(found.Kinds));
        }

        if (IsWhole(call.Arguments, arguments.Value))
        {
            form.Add("argumentsHash", call.Arguments.Hash.Value);
        }
        else
        {
            // Not the hash: it would confirm a guess of what was redacted.
            form.Commit("argumentsCommitment", call.Arguments.Canonical.Span);
        }
    }

    private static bool IsWhole(ToolArguments arguments, string recorded) =>
        Encoding.UTF8.GetByteCount(recorded) == arguments.Canonical.Length && Encoding.UTF8.GetBytes(recorded).AsSpan().SequenceEqual(arguments.Canonical.Span);
}

/// <summary>How a decision is written down.</summary>
internal static class DecisionForm
{
    public static void Fill(EntryForm form, Decision decision)
    {
        form.Add("verdict", decision.Verdict.ToString().ToLowerInvariant());
        form.Add("rule", decision.Rule);
        form.Add("risk", decision.Risk.ToString().ToLowerInvariant());
        form.Add("policy", decision.PolicyVersion);
        if (decision.Terms is { Asks.Length: > 1 } terms)
        {
            form.Add("asks", terms.Asks);
        }

        if (decision.Inputs is { Count: > 0 } inputs)
        {
            var members = form.Object("inputs");
            foreach (var (name, value) in inputs)
            {
                members.Add(name, value);
            }
        }
    }
}
