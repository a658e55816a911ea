using Harombe.Core.Calls;

namespace Harombe.Core.Decisions;

/// <summary>Decides on calls. Thread-safe. An exception counts as a denial.</summary>
public interface IDecisions
{
    /// <summary>What policy says of this call, now.</summary>
    ValueTask<Decision> DecideAsync(ToolCall call, CancellationToken cancellationToken);
}
