using Harombe.Core.Calls;

namespace Harombe.Core.Guard;

/// <summary>
/// Is told what came of a call before anybody reads it, bounded and scanned, so that it is known from then on what the caller has read. Thread-safe. What throws
/// withholds the result.
/// </summary>
public interface ISeenResults
{
    /// <summary>The caller is about to read this.</summary>
    ValueTask SeeAsync(ToolCall call, CallResult result, CancellationToken cancellationToken);
}
