using System.Reflection;
using Harombe.Core.Conversations;

namespace Harombe.HostTests.Chat;

/// <summary>Holds the turn's step to waiting until its question was answered and the turn was looked up for that. Public and open because a proxy derives from it.</summary>
public class HeldConversations : DispatchProxy
{
    private IConversations inner = null!; // set by Around
    private TaskCompletionSource<string> parked = null!; // set by Around
    private TaskCompletionSource answered = null!; // set by Around

    /// <summary>Puts it in front of a store.</summary>
    public static IConversations Around(IConversations inner, TaskCompletionSource<string> parked, TaskCompletionSource answered)
    {
        var proxy = Create<IConversations, HeldConversations>();
        var held = (HeldConversations)(object)proxy;
        (held.inner, held.parked, held.answered) = (inner, parked, answered);
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => (targetMethod!.Name, args) switch
    {
        (nameof(IConversations.SetStateAsync), [_, TurnState.Waiting, _, _]) => (object)new ValueTask<bool>(SetAsync((TurnId)args[0]!, (IReadOnlyList<TurnEvent>)args[2]!)),
        (nameof(IConversations.FindTurnWaitingForAsync), _) => new ValueTask<Turn?>(FindAsync(targetMethod, args)),
        _ => targetMethod.Invoke(inner, args),
    };

    private async Task<bool> SetAsync(TurnId turn, IReadOnlyList<TurnEvent> told)
    {
        var waits = await inner.OpenCallsAsync(turn, CancellationToken.None);
        parked.TrySetResult(waits[0].Approval!.Value.Value);
        await answered.Task;
        return await inner.SetStateAsync(turn, TurnState.Waiting, told, CancellationToken.None);
    }

    private async Task<Turn?> FindAsync(MethodInfo method, object?[]? args)
    {
        var turn = await (ValueTask<Turn?>)method.Invoke(inner, args)!;
        answered.TrySetResult();
        return turn;
    }
}
