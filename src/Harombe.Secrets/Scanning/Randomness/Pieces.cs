namespace Harombe.Secrets.Scanning.Randomness;

/// <summary>The pieces of a text between a sign. The library's own enumerator allocates.</summary>
internal ref struct Pieces(ReadOnlySpan<char> text, char sign)
{
    private ReadOnlySpan<char> rest = text;
    private bool isOver;

    public ReadOnlySpan<char> Current { get; private set; }

    public readonly Pieces GetEnumerator() => this;

    public bool MoveNext()
    {
        if (isOver)
        {
            return false;
        }

        var end = rest.IndexOf(sign);
        isOver = end < 0;
        Current = isOver ? rest : rest[..end];
        rest = isOver ? [] : rest[(end + 1)..];
        return true;
    }
}
