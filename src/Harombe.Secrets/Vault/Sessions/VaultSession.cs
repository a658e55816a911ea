using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning.Issued;
using Harombe.Secrets.Vault.Transport;
using Microsoft.Extensions.Logging;

namespace Harombe.Secrets.Vault.Sessions;

/// <summary>
/// The token that requests are sent with. One login or renewal at a time, whoever asks, and renewal ahead of the end. Durations are counted on the monotonic
/// clock from the moment before the request: neither clock being wrong matters. Thread-safe.
/// </summary>
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
    private readonly Lock gate = new();
    private readonly ITimer renewal;
    private VaultAuth? auth;
    private Task? under;
    private long since;
    private int generation;
    private bool disposed;

    public VaultSession(VaultLine line, VaultLogins logins, IssuedSecrets issued, TimeProvider time, ILogger log)
    {
        (this.line, this.logins, this.issued, this.time, this.log) = (line, logins, issued, time, log);
        renewal = time.CreateTimer(_ => RenewAheadAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A token that is not known to be over. Logs in when there is none.</summary>
    /// <exception cref="VaultException">There is no token to be had.</exception>
    /// <exception cref="SecretsUnavailableException">There is nothing to log in with.</exception>
    public async ValueTask<VaultTicket> TicketAsync(CancellationToken cancellationToken)
    {
        for (var logins = 0; logins < MostLogins; logins++)
        {
            Task current;
            lock (gate)
            {
                ObjectDisposedException.ThrowIf(disposed, this);
                if (auth is not null && !IsOver(auth))
                {
                    return new VaultTicket(auth.Token.RevealText(), generation);
                }

                current = Begin(LoginAsync);
            }

            await current.WaitAsync(cancellationToken).ConfigureAwait(false);
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
            lock (gate)
            {
                if (ticket.Generation == generation)
                {
                    Drop();
                }
            }

            return true;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            Drop();
        }

        renewal.Dispose();
    }

    /// <summary>Revokes the token, if it is one that we made.</summary>
    public async ValueTask DisposeAsync()
    {
        VaultTicket? last;
        lock (gate)
        {
            last = auth is { IsOurs: true } && !IsOver(auth) ? new VaultTicket(auth.Token.RevealText(), generation) : null;
            disposed = true;
            Drop();
        }

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

    // One at a time, whatever it is. Not with a caller's cancellation: others wait for the same.
    private Task Begin(Func<Task> work)
    {
        lock (gate)
        {
            return under ??= Task.Run(async () =>
            {
                try
                {
                    await work().ConfigureAwait(false);
                }
                finally
                {
                    lock (gate)
                    {
                        under = null;
                    }
                }
            });
        }
    }

    private async Task LoginAsync()
    {
        var begun = time.GetTimestamp();
        Take(await logins.LoginAsync(CancellationToken.None).ConfigureAwait(false), begun);
    }

    private async void RenewAheadAsync()
    {
        try
        {
            await Begin(RenewAsync).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The edge: nobody waits for a timer.
            // The token may still hold for a while; whoever needs one after its end is told the cause.
            NotRenewed(log, e.Message);
            Schedule(Pause);
        }
    }

    private async Task RenewAsync()
    {
        VaultAuth? old;
        VaultTicket ticket;
        lock (gate)
        {
            old = disposed ? null : auth;
            ticket = old is null ? VaultTicket.None : new VaultTicket(old.Token.RevealText(), generation);
        }

        if (old is null)
        {
            return;
        }

        var begun = time.GetTimestamp();
        if (old.IsRenewable)
        {
            try
            {
                var (_, answer) = await line.SendAsync(new VaultRequest(HttpMethod.Post, "auth/token/renew-self", static _ => { }), ticket, CancellationToken.None).ConfigureAwait(false);
                using (answer)
                {
                    var renewed = VaultAuth.Of(answer, old.IsOurs);
                    // Near its longest life a renewal adds little: then a new login comes ahead, too.
                    if (!old.IsOurs || renewed.Duration >= old.Duration / 2)
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
        lock (gate)
        {
            if (disposed)
            {
                taken.Token.Dispose();
                return;
            }

            auth?.Token.Dispose();
            (auth, since) = (taken, begun);
            generation++;
        }

        if (taken.Duration > TimeSpan.Zero)
        {
            Schedule((taken.Duration * 2 / 3) - time.GetElapsedTime(begun));
        }
    }

    private void Schedule(TimeSpan delay)
    {
        lock (gate)
        {
            if (!disposed)
            {
                renewal.Change(delay > TimeSpan.FromSeconds(1) ? delay : TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            }
        }
    }

    private bool IsOver(VaultAuth token) => token.Duration > TimeSpan.Zero && time.GetElapsedTime(since) >= token.Duration;

    private void Drop()
    {
        auth?.Token.Dispose();
        auth = null;
    }

    [LoggerMessage(LogLevel.Warning, "The token for Vault could not be renewed: {Cause} It is tried again.")]
    private static partial void NotRenewed(ILogger log, string cause);

    [LoggerMessage(LogLevel.Information, "The token for Vault could not be revoked and ends by itself: {Cause}")]
    private static partial void NotRevoked(ILogger log, string cause);
}
