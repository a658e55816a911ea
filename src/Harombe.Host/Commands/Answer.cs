using System.Diagnostics.CodeAnalysis;

namespace Harombe.Host.Commands;

/// <summary>A value, or why there is none. The zero value holds neither and must not be read.</summary>
internal readonly struct Answer<T>
    where T : class
{
    private readonly T? value;
    private readonly Stop? stop;

    private Answer(T? value, Stop? stop)
    {
        this.value = value;
        this.stop = stop;
    }

    /// <summary>A value; for interfaces, which C# converts nothing to.</summary>
    public static Answer<T> Of(T value) => new(value, null);

    public static implicit operator Answer<T>(T value) => new(value, null);

    public static implicit operator Answer<T>(Stop stop) => new(null, stop);

    /// <summary>Whether there is no value; exactly one of the two is given.</summary>
    public bool Failed([NotNullWhen(true)] out Stop? why, [NotNullWhen(false)] out T? got)
    {
        why = stop;
        got = value;
        return stop is not null || (value is null ? throw new InvalidOperationException("An answer without value and reason was read.") : false);
    }
}
