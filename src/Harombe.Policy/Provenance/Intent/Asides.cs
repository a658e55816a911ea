using Harombe.Policy.Provenance.Text;

namespace Harombe.Policy.Provenance.Intent;

/// <summary>
/// Takes what a prompt says in long brackets out of it. What is said there by the way is no request and names nothing to act upon: a value in it is mentioned, not
/// asked for. A short one belongs to what it stands behind: "my friend (kim@…)", "(see the list)". Pure; linear.
/// </summary>
internal static class Asides
{
    private const int MostWords = 6;

    /// <summary>The prompt with blanks in the place of its asides, and the asides.</summary>
    public static (string Prompt, IReadOnlyList<string> Asides) Cut(string prompt)
    {
        if (!prompt.Contains('(', StringComparison.Ordinal))
        {
            return (prompt, []);
        }

        var (open, asides, rest) = (new Stack<int>(), new List<string>(), prompt.ToCharArray());
        for (var at = 0; at < prompt.Length; at++)
        {
            if (prompt[at] == '(')
            {
                open.Push(at);
            }
            else if (prompt[at] == ')' && open.TryPop(out var start) && open.Count == 0 && Words.Of(prompt.AsSpan(start, at - start)).Count > MostWords)
            {
                asides.Add(prompt[(start + 1)..at]);
                Array.Fill(rest, ' ', start, at + 1 - start);
            }
        }

        return asides.Count == 0 ? (prompt, []) : (new string(rest), asides);
    }
}
