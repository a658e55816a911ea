using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Core.Tools;
using Harombe.Gateway.Pinning;
using Harombe.Gateway.Upstreams.Connecting;
using Harombe.Gateway.Upstreams.Questions;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Upstreams.Offering;

/// <summary>
/// Runs an upstream's tool: the body behind the guard. Compares the definition first, sends the call once, and a second time only where the server certainly
/// did not take it, or taking it twice does no harm.
/// </summary>
internal sealed class UpstreamCalls(CallingClients clients, InputRounds rounds, TimeProvider clock)
{
    /// <summary>The body of one tool.</summary>
    /// <param name="held">Whose.</param>
    /// <param name="pinned">The tool as it was accepted.</param>
    public ToolBody Body(HeldUpstream held, Definition pinned) => Body(
        held,
        invocation => new UpstreamRequest(
            pinned,
            RequestMethods.ToolsCall,
            new JsonObject { ["name"] = pinned.Name, ["arguments"] = JsonObject.Create(invocation.Call.Arguments.Value) },
            result => UpstreamContent.Of(held.Name, result, held.Entry.Trusted)));

    /// <summary>The body of whatever else is asked of it.</summary>
    /// <param name="held">Whom.</param>
    /// <param name="ask">What to send; null when there is no such thing.</param>
    public ToolBody Body(HeldUpstream held, Func<ToolInvocation, UpstreamRequest?> ask) => async (invocation, cancellationToken) =>
    {
        if (ask(invocation) is not { } request)
        {
            return new Reason("upstream.unknown", $"The upstream server '{held.Name}' has nothing accepted of this name.", "List again.");
        }

        var client = clients.Of(invocation.Call.Id);
        var (upstream, full) = held.For(client);
        if (upstream is null)
        {
            return full!; // not null: one of the two is there
        }

        if (upstream.Calls.Open is { Ticks: > 0 } wait)
        {
            return new Reason(
                "upstream.down", $"The upstream server '{upstream.Name}' has failed {upstream.Calls.Failures} calls in a row. The last: {upstream.Calls.Cause}", $"It is tried again in {Math.Ceiling(wait.TotalSeconds)} s.");
        }

        if (await upstream.Queue.EnterAsync(upstream.Name, cancellationToken).ConfigureAwait(false) is { } busy)
        {
            return busy;
        }

        using var deadline = new CallDeadline(upstream.Entry.Limits.Call, clock);
        using var inside = upstream.Inside.Enter(invocation.Call.Id, client, deadline);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            // Asked when it is needed: what the server says may be heard in between.
            return await CallAsync(upstream, request, pinned => held.State.Of(pinned), invocation, client, ends.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsOver && !cancellationToken.IsCancellationRequested)
        {
            upstream.Calls.Fail($"it did not answer within {upstream.Entry.Limits.Call.TotalSeconds:0.#} s.");
            if (upstream.Calls.Open > TimeSpan.Zero && upstream.Live is { } hung)
            {
                // What doesn't answer call after call may answer a fresh start.
                _ = hung.DisposeAsync().AsTask();
            }

            return new Reason(
                "upstream.timeout",
                $"The upstream server '{upstream.Name}' did not answer within {upstream.Entry.Limits.Call.TotalSeconds:0.#} s; the call was cancelled there.",
                "It may have had an effect; look before calling again. A longer 'timeout' can be given to the server.");
        }
        catch (UpstreamDownException e)
        {
            return new Reason("upstream.down", $"The upstream server '{upstream.Name}' can't be used: {e.Message}", e.Remedy);
        }
        finally
        {
            upstream.Queue.Leave();
        }
    };

    private async ValueTask<ToolOutcome> CallAsync(
        Upstream upstream, UpstreamRequest request, Func<Definition, Compared> standing, ToolInvocation invocation, CallingClient? client, CancellationToken cancellationToken)
    {
        var pinned = request.Pinned;
        var mayRepeat = invocation.Call.Tool is { ReadOnly: true } or { Idempotent: true };
        for (var attempt = 1; ; attempt++)
        {
            var session = await upstream.SessionAsync(cancellationToken).ConfigureAwait(false);
            var sent = false;
            try
            {
                if (await PinCheck.CompareAsync(upstream, session, pinned, standing, cancellationToken).ConfigureAwait(false) is { } another)
                {
                    return another;
                }

                using var route = upstream.Progress.Open(invocation.Progress);
                var parameters = With(request.Parameters, route.Token);
                if (client is { Carried: { } carried } && await rounds.BringAsync(upstream.Entry, session.Modern, invocation.Call.Id, client, carried, parameters, cancellationToken).ConfigureAwait(false) is { } kept)
                {
                    return kept;
                }

                sent = true;
                var result = await session.AskAsync(request.Method, parameters, SpokenFor.Of(upstream.Entry.Asks, client), cancellationToken).ConfigureAwait(false);
                upstream.Calls.Succeed();
                return InputRounds.Is(result)
                    ? await rounds.WantAsync(upstream.Entry, invocation.Call.Id, client, result, cancellationToken).ConfigureAwait(false)
                    : request.Read(result);
            }
            catch (Exception e) when (e is not OperationCanceledException && Faults.IsAnswer(e))
            {
                upstream.Calls.Succeed();
                if (client is { Modern: false } && session.Modern && Faults.WantsMore(e))
                {
                    // It was told of nothing that the client can do, since it could not be had from there.
                    return QuestionForm.Eras(upstream.Name);
                }

                if (client is not null && e is MissingRequiredClientCapabilityException { RequiredCapabilities: var needed })
                {
                    client.Missing = needed;
                }

                return new Reason("upstream.error", $"The upstream server '{upstream.Name}' answered with an error: {e.Message}", "Correct the arguments if that is what it says, or look at the server.");
            }
            catch (Exception e) when (e is not OperationCanceledException && Faults.IsLost(e, session))
            {
                await session.DisposeAsync().ConfigureAwait(false);
                if (attempt == 1 && (!sent || mayRepeat || Faults.NotTaken(e)))
                {
                    continue;
                }

                upstream.Calls.Fail($"the connection broke: {e.Message}");
                return new Reason(
                    "upstream.lost",
                    $"The connection to the upstream server '{upstream.Name}' broke {(sent ? "during the call" : "before the call was sent")}: {e.Message}",
                    sent ? "It may have had an effect; look before calling again." : "Call again.");
            }
            catch (Exception e) when (e is not OperationCanceledException and not UpstreamDownException)
            {
                var why = Faults.Of(upstream.Entry, e, child: null, late: false);
                upstream.Calls.Fail(why.Message);
                return new Reason("upstream.failed", $"The upstream server '{upstream.Name}' can't be used: {why.Message}", why.Remedy);
            }
        }
    }

    private static JsonObject With(JsonObject parameters, string token)
    {
        var sent = parameters.DeepClone().AsObject();
        sent["_meta"] = new JsonObject { ["progressToken"] = token };
        return sent;
    }
}

/// <summary>What is asked of a server.</summary>
/// <param name="Pinned">What must be as it was accepted.</param>
/// <param name="Method">The protocol's method.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Read">Reads the result.</param>
internal sealed record UpstreamRequest(Definition Pinned, string Method, JsonObject Parameters, Func<JsonNode, ToolOutcome> Read);
