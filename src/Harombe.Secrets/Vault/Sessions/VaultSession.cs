using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning.Issued;
using Harombe.Secrets.Vault.Transport;
using Microsoft.Extensions.Logging;

namespace Harombe.Secrets.Vault.Sessions;

/// <summary>The token that requests are sent with. One login or renewal at a time, whoever asks, and renewal ahead of the end. Thread-safe.</summary>
internal sealed partial class VaultSession : IAsyncDisposable, IDisposable
{
    private static readonly SecretName Name = SecretName.Parse(VaultOptions.OwnNames + "session");
    private const int MostLogins = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly VaultLine line;
    private readonly VaultLogins logins;
    private readonly IssuedSecrets issued;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly HeldToken held;
    private readonly OneAtATime asking = new();
    private readonly RenewalTimer renewal;

    public VaultSession(VaultLine line, VaultLogins logins, IssuedSecrets issued, TimeProvider time, ILogger log)
    {
        (this.line, this.logins, this.issued, this.time, this.log) = (line, logins, issued, time, log);
        held = new HeldToken(time);
        renewal = new RenewalTimer(time, RenewAheadAsync);
    }

    /// <summary>A token that is not known to be over. Logs in when there is none.</summary>
    /// <exception cref="VaultException">There is no token to be had.</exception>
    /// <exception cref="SecretsUnavailableException">There is nothing to log in with.</exception>
    public async ValueTask<VaultTicket> TicketAsync(CancellationToken cancellationToken)
    {
        for (var logins = 0; logins < MostLogins; logins++)
        {
            if (held.Valid() is { } ticket)
            {
                return ticket;
            }

            await asking.Begin(LoginAsync).WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        throw new VaultException(VaultFault.Denied, "Vault's tokens end before they can be used; give the role a longer token_ttl.");
    }

    /// <summary>Vault denied a request with this ticket: is its token over, or is it the policy? True when there will be another token.</summary>
    /// <exception cref="VaultException">Vault doesn't say.</exception>
    public async ValueTask<bool> IsOverAsync(VaultTicket ticket, CancellationToken cancellationToken)
    {
        try
        {
            var (_, answer) = await line.SendAsync(new VaultRequest(HttpMethod.Get, "auth/token/lookup-self"), ticket, cancellationToken).ConfigureAwait(false);
            answer?.Dispose();
            return false;
        }
        catch (VaultException e) when (e.Fault == VaultFault.Denied)
        {
            held.Drop(ticket);
            return true;
        }
    }

    public void Dispose()
    {
        held.Close();
        renewal.Dispose();
    }

    /// <summary>Revokes the token, if it is one that we made.</summary>
    public async ValueTask DisposeAsync()
    {
        var last = held.Close();
        await renewal.DisposeAsync().ConfigureAwait(false);
        if (last is { } ticket)
        {
            using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
            try
            {
                // What was leased with it goes, too.
                await line.SendAsync(new VaultRequest(HttpMethod.Post, "auth/token/revoke-self", static _ => { }), ticket, bound.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is VaultException or OperationCanceledException)
            {
                NotRevoked(log, e.Message);
            }
        }
    }

    private async Task LoginAsync()
    {
        // Somebody else's login may have ended between the look and this one.
        if (held.Valid() is null)
        {
            var begun = time.GetTimestamp();
            Take(await logins.LoginAsync(CancellationToken.None).ConfigureAwait(false), begun);
        }
    }

    private async void RenewAheadAsync()
    {
        try
        {
            await asking.Begin(RenewAsync).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The edge: nobody waits for a timer.
            // The token may still hold for a while; whoever needs one after its end is told the cause.
            NotRenewed(log, e.Message);
            renewal.Set(Pause);
        }
    }

    private async Task RenewAsync()
    {
        if (held.Current() is not { } old)
        {
            return;
        }

        var begun = time.GetTimestamp();
        if (old.Auth.IsRenewable)
        {
            try
            {
                var (_, answer) = await line.SendAsync(new VaultRequest(HttpMethod.Post, "auth/token/renew-self", static _ => { }), old.Ticket, CancellationToken.None).ConfigureAwait(false);
                using (answer)
                {
                    var renewed = VaultAuth.Of(answer, old.Auth.IsOurs);
                    // Near its longest life a renewal adds little: then a new login comes ahead, too.
                    if (!old.Auth.IsOurs || renewed.Duration >= old.Auth.Duration / 2)
                    {
                        Take(renewed, begun);
                        return;
                    }

                    renewed.Token.Dispose();
                }
            }
            catch (VaultException e) when (e.Fault is VaultFault.Denied or VaultFault.Invalid)
            {
                NotRenewed(log, e.Message);
            }
        }

        Take(await logins.LoginAsync(CancellationToken.None).ConfigureAwait(false), begun);
    }

    private void Take(VaultAuth taken, long begun)
    {
        issued.Add(Name, taken.Token.Reveal());
        var duration = taken.Duration;
        if (held.Take(taken, begun) && duration > TimeSpan.Zero)
        {
            renewal.Set((duration * 2 / 3) - time.GetElapsedTime(begun));
        }
    }

    [LoggerMessage(LogLevel.Warning, "The token for Vault could not be renewed: {Cause} It is tried again.")]
    private static partial void NotRenewed(ILogger log, string cause);

    [LoggerMessage(LogLevel.Information, "The token for Vault could not be revoked and ends by itself: {Cause}")]
    private static partial void NotRevoked(ILogger log, string cause);
}
