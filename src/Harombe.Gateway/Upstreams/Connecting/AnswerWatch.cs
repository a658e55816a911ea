namespace Harombe.Gateway.Upstreams.Connecting;

/// <summary>
/// Remembers why the answer to one request was withheld. The library drops a fault that it meets while it reads an answer, and tells only that there was
/// none; so it is kept beside the request, in the flow of its own.
/// </summary>
internal sealed class AnswerWatch
{
    private static readonly AsyncLocal<AnswerWatch?> Current = new();

    /// <summary>Why; null when it was not.</summary>
    public string? Withheld { get; private set; }

    /// <summary>Begins to watch, for whatever the caller does from now on.</summary>
    public static AnswerWatch Begin() => Current.Value = new AnswerWatch();

    /// <summary>What watches over the request that is being made; null when nobody does.</summary>
    public static AnswerWatch? Of() => Current.Value;

    public void Withhold(string why) => Withheld = why;
}

/// <summary>The server has answered, and the answer is not taken.</summary>
internal sealed class AnswerWithheldException(string why, Exception cause) : Exception(why, cause);
