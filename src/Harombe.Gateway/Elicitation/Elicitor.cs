using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Gateway.Endpoint;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Harombe.Gateway.Elicitation;

/// <summary>
/// Sends a call down the road and, when it needs a person whom this client may ask, puts the question: as an <c>input_required</c> result that ends the
/// request (2026-07-28), or as an elicitation while the request is held (older revisions), which can't last longer than the question stands.
/// </summary>
internal sealed partial class Elicitor(Road road, ResultForm form, StateSeal seal, Answers answers, IEnumerable<IDryRuns> dryRuns, TimeProvider clock, ILogger<Elicitor> log)
{
    public async ValueTask<CallToolResult> CallAsync(AskedCall asked, McpServer server, CancellationToken cancellationToken)
    {
        var id = CallId.New();
        var patience = asked.MayBeAnsweredHere ? Patience.Interactive : Patience.Deferred;
        var result = await road.InvokeAsync(asked.ToRequest(id, patience, approval: null), asked.Client, cancellationToken).ConfigureAwait(false);
        if (result is not CallResult.Pending { Approval: var approval } || !asked.Caller.OffersForm || !Question.MayBePut(approval))
        {
            return form.Of(result);
        }

        if (!asked.Caller.Modern)
        {
            return await HoldAsync(asked, approval, server, cancellationToken).ConfigureAwait(false);
        }

        throw new InputRequiredException(
            new Dictionary<string, InputRequest> { [Question.Key] = InputRequest.ForElicitation(Question.Of(approval, await DryRunAsync(asked, approval, cancellationToken).ConfigureAwait(false))) },
            seal.Seal(new CarriedState(
                asked.Caller.Principal.Id.Value,
                asked.Caller.Session.Value,
                asked.Tool.Name.Value,
                asked.ArgumentsHash ?? throw new InvalidOperationException("A question was asked about arguments without canonical form."),
                id.Value,
                approval.Id.Value,
                approval.ExpiresAt.ToUnixTimeMilliseconds(),
                asked.Client.Carried)));
    }

    private async ValueTask<CallToolResult> HoldAsync(AskedCall asked, Approval approval, McpServer server, CancellationToken cancellationToken)
    {
        var left = approval.ExpiresAt - clock.GetUtcNow();
        using var expiry = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock);
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, expiry.Token);
        var answer = ClientAnswer.None;
        try
        {
            answer = ClientAnswers.Read(await server.ElicitAsync(Question.Of(approval, await DryRunAsync(asked, approval, wait.Token).ConfigureAwait(false)), wait.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (expiry.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The store says by the same clock that it is expired, and refuses below.
            return await road.AnswerAsync(asked.ToRequest(approval.Call, Patience.Interactive, approval.Id), asked.Client, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return ResultForm.Stop(new Reason("call.cancelled", "The caller cancelled the call; nothing has run.", "Call again if it is still wanted."));
        }
        catch (Exception e) when (e is McpException or InvalidOperationException or IOException)
        {
            // The client offered elicitation and could not do it. The question stands, and can be answered elsewhere.
            NotPut(log, approval.Id.Value, e);
        }

        return await answers.SettleAsync(asked, approval, answer, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<IReadOnlyList<string>?> DryRunAsync(AskedCall asked, Approval approval, CancellationToken cancellationToken) =>
        dryRuns.FirstOrDefault() is { } runs ? await runs.ForCallerAsync(approval, asked.Caller.Principal, cancellationToken).ConfigureAwait(false) : null;

    [LoggerMessage(LogLevel.Warning, "The client of {Approval} offered elicitation, and failed at it")]
    private static partial void NotPut(ILogger log, string approval, Exception fault);
}
