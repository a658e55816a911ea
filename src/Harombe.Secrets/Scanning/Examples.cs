using System.Buffers;

namespace Harombe.Secrets.Scanning;

/// <summary>Tells what documents put in place of a secret from a secret.</summary>
internal static class Examples
{
    // A run this long in one random base62 token of 40 characters comes about once in a thousand million.
    private const int LongRun = 6;
    private const int Looked = 4;

    private static readonly SearchValues<string> Words = SearchValues.Create(
        ["example", "changeme", "change-me", "change_me", "changeit", "placeholder", "redacted", "your-", "your_", "yourpass", "yourtoken", "yourkey", "yoursecret", "yourapi", "dummy", "insert",
         "replace", "sample", "not-a-real", "notreal", "not_real", "fake", "mysecret", "my-secret", "my_secret", "mytoken", "some-", "some_", "todo", "fixme",
         "xxxx", "test-token", "test_token", "testtoken", "test-key", "test_key", "testkey", "test-secret", "test_secret", "testing", "notasecret", "not-a-secret", "hidden", "masked",
         "encrypted", "undefined", "<", "${", "{{", "***", "...", "foobar", "foo-bar", "lorem", "goes-here", "goes_here", "-here", "_here", "qwerty", "secretvalue", "value-of", "deadbeef"],
        StringComparison.OrdinalIgnoreCase);

    // A word in letters of either case by turns is none: XxXX stands in one random token of thirty thousand.
    private static bool SaysSo(ReadOnlySpan<char> body)
    {
        for (var at = 0; at < body.Length && body[at..].IndexOfAny(Words) is >= 0 and var next; at++)
        {
            at += next;
            var rest = body[Math.Min(body.Length, at + 1)..Math.Min(body.Length, at + Looked)];
            if (!rest.ContainsAnyInRange('a', 'z') || !rest.ContainsAnyInRange('A', 'Z'))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a token's body says itself that it is none, or counts up, or repeats one character.</summary>
    public static bool Are(ReadOnlySpan<char> body)
    {
        if (SaysSo(body))
        {
            return true;
        }

        // Runs that make up most of it; one among random characters is a part of the token, or was put there to have it passed over.
        var (step, run, covered) = (0, 1, 0);
        for (var i = 1; i <= body.Length; i++)
        {
            var next = i < body.Length ? body[i] - body[i - 1] : int.MaxValue;
            if (next == step && run > 1)
            {
                run++;
                continue;
            }

            covered += run >= LongRun ? run : 0;
            (step, run) = (next, next is 0 or 1 or -1 ? 2 : 1);
        }

        return covered * 4 > body.Length * 3;
    }
}
