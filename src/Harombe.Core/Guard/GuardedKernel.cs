using System.Collections.Immutable;
using Harombe.Core.Calls;
using Harombe.Core.Tools;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;

namespace Harombe.Core.Guard;

/// <summary>
/// The one road to a tool. Chat, <c>/mcp</c> and every other face call through it. Thread-safe: each call gets a kernel of its own, so that its
/// context can't be seen by another.
/// </summary>
public sealed partial class GuardedKernel
{
    private readonly ToolCatalog catalog;
    private readonly ImmutableArray<GuardStation> stations;
    private readonly ILogger<GuardedKernel> log;

    /// <summary>Builds the road.</summary>
    /// <exception cref="GuardIncompleteException">A station is missing, doubled or out of order.</exception>
    public GuardedKernel(ToolCatalog catalog, IEnumerable<GuardStation> stations, ILogger<GuardedKernel> log)
    {
        this.catalog = catalog;
        this.stations = [.. stations];
        this.log = log;
        GuardIncompleteException.ThrowUnlessComplete(this.stations);
    }

    /// <summary>Passes a call through every station and, if they all let it, runs the tool. Never throws for anything that a call can cause.</summary>
    public async ValueTask<CallResult> InvokeAsync(CallRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var snapshot = catalog.Enter();
        try
        {
            return await InvokeAsync(snapshot, request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            snapshot.Calls.Leave();
        }
    }

    private async ValueTask<CallResult> InvokeAsync(CatalogSnapshot snapshot, CallRequest request, CancellationToken cancellationToken)
    {
        if (snapshot.Find(request.Tool) is not { } tool)
        {
            return new CallResult.Refused(new Reason(
                "tool.unknown",
                $"There is no tool of the name that was asked for ({request.Tool.Length} characters).",
                "List the tools again: the list may have changed."));
        }

        var call = new GuardedCall(request, tool);
        using var signals = CallSignals.Begin(call);
        var kernel = new Kernel();
        call.Attach(kernel);
        foreach (var station in stations)
        {
            kernel.FunctionInvocationFilters.Add(station);
        }

        try
        {
            await tool.Function.InvokeAsync(kernel, call.Carried, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Cancelled before the first station, or between two of them.
            call.Refuse("call.cancelled", "The caller cancelled the call.", "Call again if it is still wanted.");
        }

        if (call.Fault is { } fault)
        {
            StationFailed(log, request.Id.Value, tool.Definition.Name.Value, fault);
        }

        return call.Result;
    }

    [LoggerMessage(LogLevel.Error, "A station failed for {Call} of {Tool}; the call was refused")]
    private static partial void StationFailed(ILogger log, string call, string tool, Exception fault);
}
