using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Labels;
using Harombe.Core.Principals;
using Harombe.Core.Tools;
using Harombe.Policy.Provenance.Sessions;
using Harombe.Policy.Provenance.Sources;
using Harombe.Policy;
using Harombe.Policy.Rules;

namespace Harombe.Testing.Flow;

/// <summary>One session that is replayed call by call before the decisions that the host makes: only where the session comes from differs.</summary>
internal sealed class ReplayedSession : ISessions
{
    private static readonly Principal Caller = new(new PrincipalId("replay"), TokenKinds.Caller, ToolScope.Of("*"));

    private readonly SessionText text = new();
    private readonly ToolProfiles profiles;
    private readonly PolicyDecisions decisions;

    public ReplayedSession(ToolProfiles profiles, string prompt)
    {
        this.profiles = profiles;
        decisions = new PolicyDecisions(this, profiles, new PolicyHolder(PolicySnapshot.BuiltIn(PolicyProfile.Cautious)), new RuleUsage(TimeProvider.System));
        text.AddPrompt(prompt);
    }

    public ValueTask<T> ReadAsync<T>(ToolCall call, Func<SessionText, T> read, CancellationToken cancellationToken) => ValueTask.FromResult(read(text));

    public Decision Decide(ToolDefinition tool, JsonElement arguments)
    {
        if (!ToolArguments.TryCreate(arguments, new Label(Integrity.Outside, Confidentiality.Private), null, out var canonical, out var fault))
        {
            throw new InvalidDataException(fault);
        }

        var call = new ToolCall(CallId.New(), tool, canonical, Caller, new SessionId("ses_replay"), Face.Chat, null);
        var deciding = decisions.DecideAsync(call, CancellationToken.None);
        return deciding.IsCompletedSuccessfully ? deciding.Result : throw new InvalidOperationException("It waited.");
    }

    public void Returned(ToolDefinition tool, JsonElement arguments, string result) =>
        text.AddResult(new SourceCall(tool.Name.Value, profiles.Of(tool), arguments), result);
}
