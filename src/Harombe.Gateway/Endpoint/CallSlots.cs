using System.Runtime.InteropServices;
using Harombe.Core.Principals;
using Microsoft.Extensions.Options;

namespace Harombe.Gateway.Endpoint;

/// <summary>Bounds the calls of one principal that are under way at once, so that one client can't take the host from the others. Thread-safe.</summary>
internal sealed class CallSlots(IOptions<GatewayOptions> options)
{
    private readonly Lock counting = new();
    private readonly Dictionary<PrincipalId, int> taken = [];

    public int Limit => options.Value.ConcurrentCalls;

    /// <summary>A slot to dispose when the call is over; null when the principal has none left.</summary>
    public IDisposable? TryTake(PrincipalId principal)
    {
        lock (counting)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(taken, principal, out _);
            if (count >= Limit)
            {
                return null;
            }

            count++;
            return new Slot(this, principal);
        }
    }

    private void Return(PrincipalId principal)
    {
        lock (counting)
        {
            if (--CollectionsMarshal.GetValueRefOrNullRef(taken, principal) == 0)
            {
                taken.Remove(principal);
            }
        }
    }

    private sealed class Slot(CallSlots slots, PrincipalId principal) : IDisposable
    {
        private int returned;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref returned, 1) == 0)
            {
                slots.Return(principal);
            }
        }
    }
}
