using System.Reflection;

namespace Harombe.Agent.PluginLoading;

/// <summary>Waits for what a function returns: nothing, a value, or a task or value task with or without one.</summary>
internal static class Awaiting
{
    /// <summary>Whether functions of this return type are awaited.</summary>
    public static bool IsAsync(this Type type) => typeof(Task).IsAssignableFrom(type) || type == typeof(ValueTask)
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>));

    /// <summary>The type of the value that comes in the end.</summary>
    public static Type ResultOf(Type type) => type == typeof(Task) || type == typeof(ValueTask) ? typeof(void)
        : type.IsGenericType && type.GetGenericTypeDefinition() is var open && (open == typeof(Task<>) || open == typeof(ValueTask<>)) ? type.GetGenericArguments()[0]
        : type;

    /// <summary>How to wait for values of this return type.</summary>
    public static Func<object?, ValueTask<object?>> Of(Type type)
    {
        if (type == typeof(Task))
        {
            return static async returned =>
            {
                await ((Task)returned!).ConfigureAwait(false); // not null: an async method returns a task
                return null;
            };
        }

        if (type == typeof(ValueTask))
        {
            return static async returned =>
            {
                await ((ValueTask)returned!).ConfigureAwait(false); // not null: it is a struct
                return null;
            };
        }

        return type.IsGenericType && type.GetGenericTypeDefinition() is var open && (open == typeof(Task<>) || open == typeof(ValueTask<>))
            ? Generic(open == typeof(Task<>) ? nameof(OfTask) : nameof(OfValueTask), type.GetGenericArguments()[0])
            : static returned => ValueTask.FromResult(returned);
    }

    private static Func<object?, ValueTask<object?>> Generic(string name, Type result) =>
        typeof(Awaiting).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(result) // not null: it stands below
            .CreateDelegate<Func<object?, ValueTask<object?>>>();

    private static async ValueTask<object?> OfTask<T>(object? returned) => await ((Task<T>)returned!).ConfigureAwait(false); // not null: an async method returns a task

    private static async ValueTask<object?> OfValueTask<T>(object? returned) => await ((ValueTask<T>)returned!).ConfigureAwait(false); // not null: it is a struct
}
