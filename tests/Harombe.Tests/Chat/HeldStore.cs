using System.Reflection;
using Harombe.Core.Conversations;

namespace Harombe.Tests.Chat;

/// <summary>The real store, whose writing of events fails or waits as the test says. Public and open because a proxy derives from it.</summary>
public class HeldStore : DispatchProxy
{
    private IConversations inner = null!; // set by Around
    private int failures;

    /// <summary>How often writing still fails.</summary>
    public int Failures
    {
        get => Volatile.Read(ref failures);
        set => Volatile.Write(ref failures, value);
    }

    /// <summary>What writing waits for.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>Puts it in front of a store.</summary>
    public static IConversations Around(IConversations inner, out HeldStore held)
    {
        var proxy = Create<IConversations, HeldStore>();
        held = (HeldStore)(object)proxy;
        held.inner = inner;
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == nameof(IConversations.AddEventsAsync)
        ? new ValueTask(AddAsync((IReadOnlyList<TurnEvent>)args![0]!))
        : targetMethod.Invoke(inner, args);

    private async Task AddAsync(IReadOnlyList<TurnEvent> events)
    {
        if (Gate is { } gate)
        {
            await gate.Task;
        }

        if (Failures > 0)
        {
            Interlocked.Decrement(ref failures);
            throw new IOException("disk full");
        }

        await inner.AddEventsAsync(events, CancellationToken.None);
    }
}
