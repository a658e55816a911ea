using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;

namespace Harombe.Core.Approvals;

/// <summary>
/// Arguments that hold a secret, while a person is asked about them. In memory only, each under its question, in pinned memory that is zeroed when the question is
/// closed: they are on no disk, and a host that is started anew has none. Bounded in number and bytes, for each principal and together; when full, no further
/// question is put, so that nobody can push out what a person is thinking about. Thread-safe.
/// </summary>
public sealed class WithheldArguments : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<ApprovalId, (PrincipalId Principal, Secret Canonical, int Length)> kept = [];
    private readonly int most;
    private readonly int mostOfOne;
    private readonly long mostBytes;
    private readonly long mostBytesOfOne;
    private long bytes;

    /// <summary>Keeps at most 64 of them and 8 MiB together; of one principal 16 and 2 MiB.</summary>
    public WithheldArguments()
        : this(64, 16, 8 * 1024 * 1024, 2 * 1024 * 1024)
    {
    }

    internal WithheldArguments(int most, int mostOfOne, long mostBytes, long? mostBytesOfOne = null) =>
        (this.most, this.mostOfOne, this.mostBytes, this.mostBytesOfOne) = (most, mostOfOne, mostBytes, mostBytesOfOne ?? mostBytes);

    /// <summary>Why a call whose arguments are not here any more can't run.</summary>
    public static Reason Gone { get; } = new(
        "approval.gone",
        "The arguments of this call hold a secret, so they were kept in the host's memory only, and they are gone: the host was started anew, or the question was taken back. Nothing has run.",
        "Make the call again to ask anew.");

    /// <summary>Why a question about such arguments can't be put now.</summary>
    public static Reason Full { get; } = new(
        "approval.withheld-full",
        "The arguments hold a secret, so they can wait for an answer in the host's memory only, and there is no room for more.",
        "Let the questions that wait be answered (harombe approvals list --state waiting), or keep the secret with 'harombe secrets set <name>' and let the tool declare it.");

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return kept.Count;
            }
        }
    }

    /// <summary>Keeps the arguments until <see cref="Forget"/>; false when there is no room.</summary>
    public bool TryKeep(ApprovalId id, PrincipalId principal, ToolArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var length = arguments.Canonical.Length;
        lock (gate)
        {
            var (count, held) = (0, 0L);
            foreach (var one in kept.Values.Where(one => one.Principal == principal))
            {
                (count, held) = (count + 1, held + one.Length);
            }

            if (kept.Count >= most || bytes + length > mostBytes || count >= mostOfOne || held + length > mostBytesOfOne)
            {
                return false;
            }

            kept.Add(id, (principal, new Secret(arguments.Canonical.Span), length));
            bytes += length;
            return true;
        }
    }

    /// <summary>The arguments as they came, for the one call that they belong to; null when they are gone.</summary>
    public JsonElement? Find(ApprovalId id)
    {
        lock (gate)
        {
            return kept.TryGetValue(id, out var one) ? JsonElement.Parse(one.Canonical.Reveal()) : null;
        }
    }

    /// <summary>Zeroes them. Nothing happens when there are none.</summary>
    public void Forget(ApprovalId id)
    {
        lock (gate)
        {
            if (kept.Remove(id, out var one))
            {
                bytes -= one.Length;
                one.Canonical.Dispose();
            }
        }
    }

    /// <summary>Zeroes all of them.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var one in kept.Values)
            {
                one.Canonical.Dispose();
            }

            kept.Clear();
            bytes = 0;
        }
    }
}
