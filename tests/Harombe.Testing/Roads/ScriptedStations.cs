using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Secrets;

namespace Harombe.Testing.Roads;

/// <summary>Decides as it is told to; allows until then.</summary>
public sealed class ScriptedDecisions : IDecisions
{
    /// <summary>What it says of a call. May throw.</summary>
    public Func<ToolCall, Decision> Says { get; set; } = call => Of(Verdict.Allow, call);

    /// <summary>A decision by the rule <c>test.rule</c>.</summary>
    public static Decision Of(Verdict verdict, ToolCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return new Decision(verdict, "test.rule", call.Tool.Risk, "The test says so.", "Write another test.", "test-1");
    }

    /// <inheritdoc/>
    public ValueTask<Decision> DecideAsync(ToolCall call, CancellationToken cancellationToken) => ValueTask.FromResult(Says(call));
}

/// <summary>Takes one word for a secret, wherever it stands.</summary>
public sealed class CanaryScanner : ISecretScanner
{
    public int SettledLength(ReadOnlySpan<char> text, int from) => text.Length;

    /// <summary>The word.</summary>
    public const string Canary = "s3cr3t-canary";

    /// <summary>What it reads before it scans. May throw.</summary>
    public Action<string> Before { get; set; } = _ => { };

    /// <inheritdoc/>
    public IReadOnlyList<Finding> Scan(ReadOnlySpan<char> text)
    {
        Before(text.ToString());
        var found = new List<Finding>();
        for (var at = 0; text[at..].IndexOf(Canary, StringComparison.Ordinal) is >= 0 and var next; at += next + Canary.Length)
        {
            found.Add(new Finding("canary", at + next, Canary.Length, null));
        }

        return found;
    }
}

/// <summary>Counts what it leases and what it gets back; refuses or throws when told to.</summary>
public sealed class CountingLeases : ILeases
{
    private int leased;
    private int revoked;

    /// <summary>How many leases there were.</summary>
    public int Leased => leased;

    /// <summary>How many of them were revoked.</summary>
    public int Revoked => revoked;

    /// <summary>Why it refuses; null to lease. May throw.</summary>
    public Func<ToolCall, Reason?> Refuses { get; set; } = _ => null;

    /// <summary>Runs at the revocation. May throw.</summary>
    public Action AtRevocation { get; set; } = () => { };

    /// <inheritdoc/>
    public ValueTask<LeaseOutcome> LeaseAsync(ToolCall call, CancellationToken cancellationToken)
    {
        if (Refuses(call) is { } reason)
        {
            return ValueTask.FromResult<LeaseOutcome>(new LeaseOutcome.Refused(reason));
        }

        Interlocked.Increment(ref leased);
        return ValueTask.FromResult<LeaseOutcome>(new LeaseOutcome.Leased(new Lease(this)));
    }

    private sealed class Lease(CountingLeases owner) : ILease
    {
        public LeaseId Id { get; } = LeaseId.New();

        public Placeholder? PlaceholderOf(SecretName name) => null;

        public Secret? Reveal(SecretName name) => null;

        public ValueTask DisposeAsync()
        {
            Interlocked.Increment(ref owner.revoked);
            owner.AtRevocation();
            return ValueTask.CompletedTask;
        }
    }
}
