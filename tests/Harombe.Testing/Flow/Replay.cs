using Harombe.Core.Decisions;
using Harombe.Core.Tools;
using Harombe.Policy.Provenance.Sessions;

namespace Harombe.Testing.Flow;

/// <summary>What came of one task or pair: the first call that was held, and why; null where every call ran.</summary>
public sealed record Outcome(string Suite, string Task, string? Attack, TracedCall? Held, Decision? Why);

/// <summary>
/// Replays tasks, and pairs of a task with an attack. A pair is the task's trace up to and with the first call whose result shows a spot that an attacker
/// can write, then the attack's calls: the model is assumed to have been won over there and then.
/// </summary>
public sealed class Replay(IReadOnlyDictionary<(string Suite, string Name), ToolDefinition> tools, Mutation mutation)
{
    private readonly ToolProfiles profiles = new();

    public IEnumerable<Outcome> Benign(IEnumerable<Trace> traces) => traces.Where(trace => !trace.IsInjection)
        .Select(trace => Held(new ReplayedSession(profiles, trace.Prompt), trace.Suite, trace.Calls) is var held ? new Outcome(trace.Suite, trace.Id, null, held.Call, held.Why) : null!); // not null: it always matches

    public IEnumerable<Outcome> Pairs(IReadOnlyCollection<Trace> traces)
    {
        foreach (var task in traces.Where(trace => !trace.IsInjection))
        {
            var shown = task.Calls.ToList().FindIndex(call => call.Spots.Count > 0);
            foreach (var attack in traces.Where(trace => trace.IsInjection && trace.Suite == task.Suite && trace.Calls.Count > 0 && shown >= 0))
            {
                var mutated = mutation.Of(task, attack);
                var session = new ReplayedSession(profiles, mutated.Prompt);
                for (var i = 0; i <= shown; i++)
                {
                    var call = task.Calls[i];
                    session.Returned(tools[(task.Suite, call.Tool)], call.Arguments, i == shown ? mutated.Shown(call.Result) : call.Result);
                }

                var (held, why) = Held(session, task.Suite, mutated.Calls);
                yield return new Outcome(task.Suite, task.Id, attack.Id, held, why);
            }
        }
    }

    private (TracedCall? Call, Decision? Why) Held(ReplayedSession session, string suite, IReadOnlyList<TracedCall> calls)
    {
        foreach (var call in calls)
        {
            var tool = tools[(suite, call.Tool)];
            var decision = session.Decide(tool, call.Arguments);
            if (decision.Verdict != Verdict.Allow)
            {
                return (call, decision);
            }

            session.Returned(tool, call.Arguments, call.Result);
        }

        return (null, null);
    }
}
