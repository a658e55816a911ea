using Harombe.Secrets.Scanning.Randomness;
using Harombe.Secrets.Scanning.Shapes;

namespace Harombe.Secrets.Scanning.Formats;

/// <summary>
/// A token that is known by its shape alone: most kinds there are, one line each in their family's file.
/// </summary>
/// <param name="kind">What people call it.</param>
/// <param name="patterns">The shapes it comes in; see <see cref="Shape"/>.</param>
internal sealed class TokenFormat(string kind, params string[] patterns) : ISecretFormat
{
    private const int LongBody = 80;

    private readonly Shape[] shapes = [.. patterns.Select(pattern => new Shape(pattern))];

    public string Kind => kind;

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.Exact([.. patterns.Select(pattern => new Shape(pattern).Anchor).Distinct()]);

    /// <summary>Where it has check digits, the length of the part that they close.</summary>
    public int? Checked { get; init; }

    /// <summary>A word that must stand nearby, where the shape alone fits too much else.</summary>
    public string Near { get; init; } = "";

    /// <summary>Whether it may begin in the middle of a word: for anchors that no word holds.</summary>
    public bool Anywhere { get; init; }

    /// <summary>Whether nothing may be joined to its front: other prefixes end with this one's letters.</summary>
    public bool Alone { get; init; }

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        foreach (var shape in shapes)
        {
            if (shape.Anchor.Length != anchorLength || !shape.TryMatch(text, at, out var start, out var end) || !text[at..].StartsWith(shape.Anchor))
            {
                continue;
            }

            var body = start < at ? text[start..end] : text[(at + anchorLength)..end];
            if ((Anywhere || Boundary.Before(text, start)) && !(Alone && start > 0 && text[start - 1] == '_') && (IsProved(body) || (IsRandom(body, shape) && (Near.Length == 0 || Nearby.Has(text, start, Near)))))
            {
                sink.Add(kind, start, end - start);
                return;
            }
        }
    }

    // Wrong check digits prove nothing: whoever may alter one letter of a text could otherwise carry a token past us.
    private bool IsProved(ReadOnlySpan<char> body) => Checked is { } length && body.Length >= length && Base62Checksum.Holds(body[..length]);

    private static bool IsRandom(ReadOnlySpan<char> body, Shape shape) =>
        body.IsEmpty || (!Examples.Are(body) && Entropy.Of(body) >= Floor(body, shape) && !IsWords(body, shape));

    // Behind letters that nothing else begins with, digits among letters of both cases are a token, however readable they came out.
    private static bool IsWords(ReadOnlySpan<char> body, Shape shape) =>
        Wording.IsWords(body) && !(shape.IsDistinctive && new Wording(body).Digits >= 2 && body.ContainsAnyInRange('a', 'z') && body.ContainsAnyInRange('A', 'Z'));

    // What is written in more than hexadecimal digits and is that long uses most of them, or is a table of small numbers.
    private static double Floor(ReadOnlySpan<char> body, Shape shape) =>
        body.Length >= LongBody && body.ContainsAnyExcept(Alphabets.HexParts) && !shape.IsDistinctive ? 4.4 : Entropy.Floor(body.Length) - (shape.IsDistinctive ? 0.6 : 0);
}
