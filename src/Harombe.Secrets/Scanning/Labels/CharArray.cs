using Harombe.Secrets.Scanning.Formats;
using Harombe.Secrets.Scanning.Randomness;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>A string that Java takes apart into characters, as its key stores want passwords: <c>store.load(in, "…".toCharArray())</c>.</summary>
internal sealed class CharArray : ISecretFormat
{
    private const int Longest = 80;

    public string Kind => Kinds.InCall;

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.Exact("\".toCharArray(");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var before = text[Math.Max(0, at - Longest)..at];
        var open = before.LastIndexOf('"');
        var value = before[(open + 1)..];
        if (open >= 0 && !value.Contains(' ') && !OwnPlaceholder.Is(value) && !Examples.Are(value) && value.ContainsAnyExcept(Alphabets.AnyHex)
            && (PasswordLook.Is(value, isPointedAt: true) || MadePassword.IsHuman(value) || (PasswordValue.Is(value, isQuoted: true) && value.ContainsAnyInRange('0', '9'))))
        {
            sink.Add(Kind, at - value.Length, value.Length);
        }
    }
}
