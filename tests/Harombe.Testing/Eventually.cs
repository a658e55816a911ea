namespace Harombe.Testing;

/// <summary>Waits for something that another process does. How long it takes decides nothing: only that it never comes is a failure.</summary>
public static class Eventually
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(2);

    /// <summary>The first value that isn't null.</summary>
    /// <param name="what">What is waited for, for the message.</param>
    /// <param name="look">Looks once.</param>
    /// <exception cref="TimeoutException">It did not come.</exception>
    public static async Task<T> SeeAsync<T>(string what, Func<Task<T?>> look) where T : class
    {
        using var timer = new PeriodicTimer(Look);
        var deadline = TimeProvider.System.GetUtcNow() + Never;
        while (TimeProvider.System.GetUtcNow() < deadline)
        {
            if (await look() is { } seen)
            {
                return seen;
            }

            await timer.WaitForNextTickAsync();
        }

        throw new TimeoutException($"It never came: {what}.");
    }

    /// <summary>Waits until it is so.</summary>
    /// <exception cref="TimeoutException">It never was.</exception>
    public static Task BeAsync(string what, Func<bool> look) => SeeAsync(what, () => Task.FromResult(look() ? what : null));
}
