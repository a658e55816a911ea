using Harombe.Core.Audit;
using Harombe.Core.Secrets;
using Microsoft.SemanticKernel;

namespace Harombe.Core.Guard;

/// <summary>
/// One station of the guarded call, as a Semantic Kernel filter. Whatever goes wrong in it refuses the call: the exception is logged by the kernel,
/// never shown. Stations are stateless and shared by all calls.
/// </summary>
public abstract class GuardStation : IFunctionInvocationFilter
{
    private protected GuardStation()
    {
    }

    /// <summary>Which station this is.</summary>
    public abstract Station Place { get; }

    /// <inheritdoc/>
    public async Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (!GuardedCall.TryFind(context.Kernel, out var call) || !ReferenceEquals(call.Tool.Function, context.Function))
        {
            context.Result = new FunctionResult(context.Function, GuardedFunction.NoPermit);
            return;
        }

        if (!call.TryEnter(Place))
        {
            call.Refuse("guard.order", $"The call reached the station '{Place}' out of turn.", "Build the kernel with GuardedKernel, which fixes the order.");
        }
        else
        {
            CallSignals.Reach(Place);
            await GuardAsync(call, context, next).ConfigureAwait(false);
        }

        context.Result = new FunctionResult(context.Function, call.Result);
    }

    /// <summary>Does this station's work and calls <paramref name="next"/> if the call may go on. Not calling it stops the call.</summary>
    private protected abstract ValueTask PassAsync(GuardedCall call, Func<ValueTask> next, CancellationToken cancellationToken);

    private async ValueTask GuardAsync(GuardedCall call, FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
    {
        try
        {
            await PassAsync(call, async () => await next(context).ConfigureAwait(false), context.CancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            call.Refuse("call.cancelled", "The caller cancelled the call.", "Call again if it is still wanted.");
        }
        catch (Exception e)
        {
            Fail(call, e);
        }
    }

    /// <summary>Refuses the call because this station failed.</summary>
    private protected void Fail(GuardedCall call, Exception cause)
    {
        // The edge of the station: an exception's text may hold anything, so only messages that are made for people go further.
        call.Refuse(
            $"station.{Place.ToString().ToLowerInvariant()}",
            $"The station '{Place}' failed ({cause.GetType().Name}){(cause is AuditUnavailableException or SecretsUnavailableException ? $": {cause.Message}" : ".")}",
            "Run 'harombe doctor', or look at the host's log for the cause.");
        call.Fault = cause;
    }
}
