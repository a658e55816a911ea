using System.Buffers;
using Harombe.Secrets.Scanning.Randomness;

namespace Harombe.Secrets.Scanning.Formats;

/// <summary>
/// A token in the form that most providers have come to: words in small letters, underscores between them, then what a machine drew: <c>acme_live_…</c>. Known without its
/// provider being known, as long as one of the words says so: the ids of requests, calls and customers (<c>req_…</c>, <c>call_…</c>) look the same and are no secrets.
/// </summary>
internal sealed class PrefixedToken : IRunFormat
{
    private const int ShortestBody = 22;
    private const int LongestPrefix = 24;
    private const int Longest = 160;
    private const double LeastEntropy = 3.9;

    private static readonly SearchValues<char> Prefix = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");
    private static readonly SearchValues<string> Public = SearchValues.Create(["pk_", "pub", "anon", "hash", "sha", "chunk", "digest", "etag"], StringComparison.Ordinal);

    // The words by which providers tell their secrets from their ids.
    private static readonly string[] Words = ["live", "test", "prod", "secret", "sec", "sk", "key", "token", "tok", "pat", "api", "auth", "access", "private", "priv", "refresh", "oauth", "personal", "server", "admin", "svc", "sa"];

    public void Check(ReadOnlySpan<char> text, int at, int length, ref FindingSink sink)
    {
        if (length is < ShortestBody + 3 or > Longest || !char.IsAsciiLetterLower(text[at]) || (at > 0 && text[at - 1] is '\\' or '.' or '/' or '=' or '+' or '#' or '@'))
        {
            return;
        }

        var run = text.Slice(at, length);
        var body = run.LastIndexOf('_') + 1;
        if (body is < 3 or > LongestPrefix || length - body < ShortestBody || run[..body].ContainsAnyExcept(Prefix) || run[..body].ContainsAny(Public) || !IsOfSecret(run[..body]))
        {
            return;
        }

        var drawn = run[body..];
        if (!drawn.ContainsAnyExcept(Alphabets.Base62) && MachineValue.IsMixed(drawn) && Entropy.Of(drawn) >= LeastEntropy && !Wording.IsWords(drawn) && !Examples.Are(drawn))
        {
            sink.Add(Kinds.Prefixed, at, length);
        }
    }

    private static bool IsOfSecret(ReadOnlySpan<char> prefix)
    {
        foreach (var part in prefix.Split('_'))
        {
            foreach (var word in Words)
            {
                if (prefix[part].SequenceEqual(word))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
