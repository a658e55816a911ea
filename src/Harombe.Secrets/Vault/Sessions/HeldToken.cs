using Harombe.Secrets.Vault.Transport;

namespace Harombe.Secrets.Vault.Sessions;

/// <summary>
/// The one token of a session. How long it holds is counted on the monotonic clock from the moment before it was asked for: neither clock being wrong matters.
/// Thread-safe.
/// </summary>
internal sealed class HeldToken(TimeProvider time)
{
    private readonly Lock gate = new();
    private VaultAuth? auth;
    private long since;
    private int generation;
    private bool closed;

    /// <summary>A ticket with a token that is not known to be over; null when there is none.</summary>
    /// <exception cref="ObjectDisposedException">It was closed.</exception>
    public VaultTicket? Valid()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            return auth is not null && !IsOver(auth) ? TicketOf(auth) : null;
        }
    }

    /// <summary>The token, over or not, and a ticket with it; null when there is none.</summary>
    public (VaultAuth Auth, VaultTicket Ticket)? Current()
    {
        lock (gate)
        {
            return auth is null ? null : (auth, TicketOf(auth));
        }
    }

    /// <summary>Holds another from now on. Once it is closed, it holds nothing.</summary>
    /// <param name="taken">The token; owned from here on.</param>
    /// <param name="begun">When it was asked for.</param>
    /// <returns>False when it was closed.</returns>
    public bool Take(VaultAuth taken, long begun)
    {
        lock (gate)
        {
            if (closed)
            {
                taken.Token.Dispose();
                return false;
            }

            auth?.Token.Dispose();
            (auth, since) = (taken, begun);
            generation++;
            return true;
        }
    }

    /// <summary>Lets go of the token of this ticket, if it is still the one that is held.</summary>
    public void Drop(VaultTicket ticket)
    {
        lock (gate)
        {
            if (ticket.Generation == generation)
            {
                Drop();
            }
        }
    }

    /// <summary>Lets go for good. Gives a ticket with the last token when it is one that we made and that still holds: somebody should revoke it.</summary>
    public VaultTicket? Close()
    {
        lock (gate)
        {
            VaultTicket? last = auth is { IsOurs: true } && !IsOver(auth) ? TicketOf(auth) : null;
            closed = true;
            Drop();
            return last;
        }
    }

    private VaultTicket TicketOf(VaultAuth token) => new(token.Token.RevealText(), generation);

    private bool IsOver(VaultAuth token) => token.Duration > TimeSpan.Zero && time.GetElapsedTime(since) >= token.Duration;

    private void Drop()
    {
        auth?.Token.Dispose();
        auth = null;
    }
}
