namespace Harombe.Gateway.Upstreams;

/// <summary>
/// Counts failures in a row and says for how long to leave an upstream alone: half a second after the first, twice as long after each further one, a minute
/// at most. After a few it is open, and calls are refused at once until the time has passed; then one attempt decides. Thread-safe.
/// </summary>
internal sealed class Breaker(TimeProvider clock)
{
    private const int OpensAfter = 3;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private int failures;
    private DateTimeOffset until;
    private string cause = "";

    /// <summary>Failures in a row.</summary>
    public int Failures
    {
        get
        {
            lock (gate)
            {
                return failures;
            }
        }
    }

    /// <summary>How long nothing is tried by itself; zero when it may be.</summary>
    public TimeSpan Rest
    {
        get
        {
            lock (gate)
            {
                return until > clock.GetUtcNow() ? until - clock.GetUtcNow() : TimeSpan.Zero;
            }
        }
    }

    /// <summary>How long calls are refused; zero while it is closed, or when one may try.</summary>
    public TimeSpan Open
    {
        get
        {
            lock (gate)
            {
                return failures >= OpensAfter && until > clock.GetUtcNow() ? until - clock.GetUtcNow() : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Why the last attempt failed; empty when it didn't.</summary>
    public string Cause
    {
        get
        {
            lock (gate)
            {
                return cause;
            }
        }
    }

    public void Fail(string why)
    {
        lock (gate)
        {
            cause = why;
            var rest = First * Math.Pow(2, Math.Min(failures, 10));
            failures++;
            until = clock.GetUtcNow() + (rest < Longest ? rest : Longest);
        }
    }

    public void Succeed()
    {
        lock (gate)
        {
            (failures, until, cause) = (0, default, "");
        }
    }
}
