using System.Buffers;

namespace Harombe.Secrets.Scanning;

/// <summary>Tells what documents put in place of a secret from a secret.</summary>
internal static class Examples
{
    // A run this long in one random base62 token of 40 characters comes about once in a thousand million.
    private const int LongRun = 7;

    private static readonly SearchValues<string> Words = SearchValues.Create(
        ["example", "changeme", "change-me", "change_me", "placeholder", "redacted", "your-", "your_", "dummy", "insert", "<", "${", "{{", "***", "..."],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a token's body says itself that it is none, or counts up, or repeats one character.</summary>
    public static bool Are(ReadOnlySpan<char> body)
    {
        if (body.ContainsAny(Words))
        {
            return true;
        }

        var (same, rising) = (1, 1);
        for (var i = 1; i < body.Length; i++)
        {
            same = body[i] == body[i - 1] ? same + 1 : 1;
            rising = body[i] == body[i - 1] + 1 ? rising + 1 : 1;
            if (same >= LongRun || rising >= LongRun)
            {
                return true;
            }
        }

        return false;
    }
}
