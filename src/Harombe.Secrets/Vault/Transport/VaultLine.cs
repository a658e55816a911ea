using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Harombe.Secrets.Vault.Transport;

/// <summary>
/// The transport with patience: several attempts within one deadline, and a circuit that opens when Vault is ill. While it is open every request is refused
/// with the last cause, at once; after a rest one request tries, and closes it when that goes well. Thread-safe.
/// </summary>
internal sealed class VaultLine : IDisposable
{
    private static readonly ResiliencePropertyKey<VaultRequest> Asked = new("request");

    private readonly VaultTransport transport;
    private readonly VaultOptions options;
    private readonly ResiliencePipeline pipeline;
    private volatile VaultException? last;

    public VaultLine(VaultOptions options, TimeProvider time)
    {
        this.options = options;
        transport = new VaultTransport(options);
        pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddTimeout(options.Timeout)
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = 4,
                Delay = options.Pause,
                MaxDelay = TimeSpan.FromSeconds(2),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = attempt => ValueTask.FromResult(MayRepeat(attempt.Outcome.Exception, attempt.Context)),
                DelayGenerator = attempt => ValueTask.FromResult((attempt.Outcome.Exception as VaultException)?.RetryAfter),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.8,
                MinimumThroughput = 8,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = options.Rest,
                ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Exception is TimeoutRejectedException or VaultException { IsIllness: true }),
            })
            .AddTimeout(options.AttemptTimeout)
            .Build();
    }

    /// <inheritdoc cref="VaultTransport.SendAsync"/>
    public async ValueTask<(int Status, VaultAnswer? Answer)> SendAsync(VaultRequest request, VaultTicket ticket, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Asked, request);
        try
        {
            return await pipeline.ExecuteAsync(
                static async (context, state) => await state.Line.AttemptAsync(state.Request, state.Ticket, context.CancellationToken).ConfigureAwait(false),
                context,
                (Line: this, Request: request, Ticket: ticket)).ConfigureAwait(false);
        }
        catch (BrokenCircuitException e)
        {
            throw new VaultException(
                VaultFault.Open, $"Vault failed too often and is left alone for {Math.Ceiling(options.Rest.TotalSeconds)} s at a time. The last cause: {last?.Message ?? "not known."}", e);
        }
        catch (TimeoutRejectedException e)
        {
            throw TooLate(e);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>The fault of a request whose time is over: what kept it from being answered, where that is known.</summary>
    public VaultException TooLate(Exception cause) => last is { IsTransient: true } known
        ? new VaultException(known.Fault, $"{known.Message} It was so until the deadline.", cause)
        : new VaultException(VaultFault.Slow, "Vault didn't answer in time.", cause);

    public void Dispose() => transport.Dispose();

    private async ValueTask<(int Status, VaultAnswer? Answer)> AttemptAsync(VaultRequest request, VaultTicket ticket, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await transport.SendAsync(request, ticket, cancellationToken).ConfigureAwait(false);
            last = null;
            return answer;
        }
        catch (VaultException e)
        {
            last = e;
            throw;
        }
        catch (OperationCanceledException)
        {
            last ??= new VaultException(VaultFault.Slow, "Vault didn't answer in time.");
            throw;
        }
    }

    private static bool MayRepeat(Exception? fault, ResilienceContext context) =>
        context.Properties.GetValue(Asked, null!).Once // not null: set with every request
            ? fault is VaultException { HadNoEffect: true }
            : fault is TimeoutRejectedException or VaultException { IsTransient: true };
}
