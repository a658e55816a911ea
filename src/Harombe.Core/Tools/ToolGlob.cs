namespace Harombe.Core.Tools;

/// <summary>
/// A pattern over tool names in which <c>*</c> stands for any run of characters, the empty one included. Case matters.
/// Matching is linear in the name times the stars: a hostile pattern can't stall the host.
/// </summary>
public readonly record struct ToolGlob(string Pattern)
{
    /// <summary>Whether the pattern covers the whole of the name.</summary>
    public bool Covers(ReadOnlySpan<char> name)
    {
        ReadOnlySpan<char> pattern = Pattern;
        int at = 0, on = 0, star = -1, resume = 0;
        while (on < name.Length)
        {
            // The star is looked at first: a name may itself contain one, and it must not be taken for a literal.
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                resume = on;
            }
            else if (at < pattern.Length && pattern[at] == name[on])
            {
                at++;
                on++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                on = ++resume;
            }
            else
            {
                return false;
            }
        }

        while (at < pattern.Length && pattern[at] == '*')
        {
            at++;
        }

        return pattern.Length > 0 && at == pattern.Length;
    }

    /// <inheritdoc/>
    public override string ToString() => Pattern;
}
