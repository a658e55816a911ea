using System.Text.Json;
using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning.Issued;
using Harombe.Secrets.Vault.Sessions;
using Harombe.Secrets.Vault.Transport;
using Microsoft.Extensions.Logging;

namespace Harombe.Secrets.Vault;

/// <summary>
/// Vault by its HTTP API. A request that is denied is sent once more with a fresh token, since the old one may have ended in the middle. Thread-safe.
/// </summary>
internal sealed class VaultClient : IVault, IAsyncDisposable, IDisposable
{
    private readonly VaultOptions options;
    private readonly TimeProvider time;
    private readonly VaultLine line;
    private readonly VaultSession session;

    /// <param name="options">Where it is and how to log in.</param>
    /// <param name="own">The host's own credentials: the sealed file.</param>
    /// <param name="issued">Learns the tokens, so that they are recognised anywhere.</param>
    /// <param name="time">Counts durations and deadlines.</param>
    /// <param name="log">Told of renewals that fail.</param>
    /// <exception cref="SecretsUnavailableException">The file of authorities can't be read.</exception>
    public VaultClient(VaultOptions options, ISecrets own, IssuedSecrets issued, TimeProvider time, ILogger<VaultClient> log)
    {
        (this.options, this.time) = (options, time);
        line = new VaultLine(options, time);
        session = new VaultSession(line, new VaultLogins(options, line, new VaultCredential(options, own)), issued, time, log);
    }

    public ValueTask<VaultAnswer?> ReadAsync(string path, bool once, CancellationToken cancellationToken) =>
        SendAsync(new VaultRequest(HttpMethod.Get, VaultRequest.Escaped(path), Once: once), cancellationToken);

    public ValueTask<VaultAnswer?> WriteAsync(string path, Action<Utf8JsonWriter> body, bool once, CancellationToken cancellationToken) =>
        SendAsync(new VaultRequest(HttpMethod.Post, VaultRequest.Escaped(path), body, once), cancellationToken);

    public async ValueTask DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(new VaultRequest(HttpMethod.Delete, VaultRequest.Escaped(path)), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<string>> ListAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(new VaultRequest(HttpMethod.Get, VaultRequest.Escaped(path) + "/?list=true"), cancellationToken).ConfigureAwait(false);
        return answer is { Data.ValueKind: JsonValueKind.Object } && answer.Data.TryGetProperty("keys", out var keys) && keys.ValueKind == JsonValueKind.Array
            ? [.. keys.EnumerateArray().Where(key => key.ValueKind == JsonValueKind.String).Select(VaultAnswer.Text)]
            : [];
    }

    public async ValueTask<VaultHealth> HealthAsync(CancellationToken cancellationToken)
    {
        var request = new VaultRequest(HttpMethod.Get, "sys/health") { Accepts = static status => VaultHealth.NodeOf(status) != VaultNode.Unknown };
        var (status, answer) = await line.SendAsync(request, VaultTicket.None, cancellationToken).ConfigureAwait(false);
        using (answer)
        {
            var root = answer?.Root ?? default;
            return new VaultHealth(VaultHealth.NodeOf(status), VaultAnswer.Text(root, "version"), VaultAnswer.Text(root, "cluster_name"));
        }
    }

    /// <summary>Ends without telling Vault: the token ends by itself.</summary>
    public void Dispose()
    {
        session.Dispose();
        line.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await session.DisposeAsync().ConfigureAwait(false);
        line.Dispose();
    }

    private async ValueTask<VaultAnswer?> SendAsync(VaultRequest request, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await AskAsync(request, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw line.TooLate(e);
        }
    }

    private async ValueTask<VaultAnswer?> AskAsync(VaultRequest request, CancellationToken cancellationToken)
    {
        var ticket = await session.TicketAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return (await line.SendAsync(request, ticket, cancellationToken).ConfigureAwait(false)).Answer;
        }
        catch (VaultException e) when (e.Fault == VaultFault.Denied)
        {
            if (!await session.IsOverAsync(ticket, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }
        }

        ticket = await session.TicketAsync(cancellationToken).ConfigureAwait(false);
        return (await line.SendAsync(request, ticket, cancellationToken).ConfigureAwait(false)).Answer;
    }
}
