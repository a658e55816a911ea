using System.Text.RegularExpressions;

namespace Harombe.Secrets.Scanning.Formats;

/// <summary>
/// A secret of several parts, as a pattern that begins with one of the anchors. The pattern runs in linear time and on no more than
/// <see cref="Reach"/> characters. Write classes out: \w, \d and \b are Unicode here.
/// </summary>
internal sealed class PatternFormat(string kind, string[] prefixes, string pattern) : ISecretFormat
{
    private const int Reach = 1024;

    private readonly Regex regex = new(@"\A(?:" + pattern + ")", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public string Kind => kind;

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.Exact(prefixes);

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        if (!Boundary.Before(text, at))
        {
            return;
        }

        var near = text.Slice(at, Math.Min(Reach, text.Length - at));
        foreach (var match in regex.EnumerateMatches(near))
        {
            if (!Examples.Are(near.Slice(match.Index + anchorLength, match.Length - anchorLength)))
            {
                sink.Add(kind, at, match.Length);
            }

            return;
        }
    }
}
