using System.Text.Json;
using Harombe.Core.Tools;
using Harombe.Policy.Provenance.Sessions;
using Harombe.Policy.Provenance.Tools;

namespace Harombe.Policy.Risks.Learning;

/// <summary>
/// What the record teaches of tools: how often calls of a kind failed, and how often people said no to them. It only ever adds a step to the risk, and what people
/// said of one kind of call can take back only what the rest of the tool's history added: no number of harmless successes makes a call less risky than its tool
/// and its words say. Only what people answered over a way of their own counts as a yes. Bounded. Thread-safe.
/// </summary>
internal sealed class LearnedHistory(Func<string, ToolDefinition?> tools, ToolProfiles profiles)
{
    private const int MostKinds = 20_000;
    private const int MostOpen = 20_000;
    private const int FewDenials = 3;
    private const int FewDenialsOfTool = 6;
    private const int FewFailures = 5;

    private readonly Lock learning = new();
    private readonly Bounded<(string Tool, string Class), Tally> kinds = new(MostKinds);
    private readonly Bounded<string, (string Tool, string Class)> calls = new(MostOpen);

    /// <summary>Takes in an entry of the record; those that teach nothing are passed over.</summary>
    public void Learn(JsonElement entry)
    {
        var call = Text(entry, "call");
        lock (learning)
        {
            switch (Text(entry, "kind"))
            {
                case "call.intent" or "call.stopped" when Text(entry, "tool") is { Length: > 0 } tool:
                    calls[call] = (tool, ClassOf(tool, Text(entry, "arguments")));
                    break;
                case "call.outcome" when Text(entry, "ending") is "completed" or "failed":
                    Add(call, tally => tally.Ran(Text(entry, "ending") == "failed"));
                    break;
                // A client vouches for its own yes, which teaches nothing; its no is a no.
                case "approval.approved" when Text(entry, "via") is not ("" or "clientattested"):
                    Add(call, tally => tally.Answered(denied: false));
                    break;
                case "approval.denied":
                    Add(call, tally => tally.Answered(denied: true));
                    break;
            }
        }
    }

    /// <summary>What was learned of calls like this one that makes it riskier; null for nothing.</summary>
    public LearnedRisk? Of(ToolDefinition tool, ToolProfile profile, JsonElement arguments)
    {
        lock (learning)
        {
            var kind = kinds.Find((tool.Name.Value, ArgumentClass.Of(profile, arguments)));
            var all = kinds.Find((tool.Name.Value, ""));
            return kind is { Denied: >= FewDenials } && kind.Denied * 2 >= kind.Answers ? new LearnedRisk("denied", kind.Denied, kind.Answers)
                : kind is { Failed: >= FewFailures } && kind.Failed * 2 >= kind.Runs && !profile.OnlyReads ? new LearnedRisk("failed", kind.Failed, kind.Runs)
                : all is { Denied: >= FewDenialsOfTool } && all.Denied * 2 >= all.Answers && !(kind is { Denied: 0, Answers: >= FewDenials }) ? new LearnedRisk("tool-denied", all.Denied, all.Answers)
                : null;
        }
    }

    private void Add(string call, Action<Tally> add)
    {
        if (calls.Find(call) is { Tool: { } tool, Class: var @class })
        {
            add(kinds.GetOrAdd((tool, @class)));
            add(kinds.GetOrAdd((tool, "")));
        }
    }

    private string ClassOf(string tool, string arguments)
    {
        try
        {
            return tools(tool) is { } known ? ArgumentClass.Of(profiles.Of(known), JsonElement.Parse(arguments)) : "?";
        }
        catch (JsonException)
        {
            // Too long to stand in the entry.
            return "?";
        }
    }

    private static string Text(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";

    // Forgets what it has known longest.
    private sealed class Bounded<TKey, TValue>(int most)
        where TKey : notnull
    {
        private readonly Dictionary<TKey, TValue> values = [];
        private readonly Queue<TKey> order = new();

        public TValue this[TKey key]
        {
            set
            {
                if (values.TryAdd(key, value))
                {
                    order.Enqueue(key);
                    if (values.Count > most)
                    {
                        values.Remove(order.Dequeue());
                    }
                }
                else
                {
                    values[key] = value;
                }
            }
        }

        public TValue? Find(TKey key) => values.GetValueOrDefault(key);

        public TValue GetOrAdd(TKey key)
        {
            if (!values.TryGetValue(key, out var value))
            {
                this[key] = value = Activator.CreateInstance<TValue>();
            }

            return value;
        }
    }
}
