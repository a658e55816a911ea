using System.Buffers;
using Harombe.Core.Privacy;

namespace Harombe.Secrets.Personal;

/// <summary>Finds personal data by the forms that say what they are: what has no such form, like a name or a street, is not found.</summary>
internal sealed class PersonalDataFinder : IPersonalDataFinder
{
    private static readonly SearchValues<char> Marks = SearchValues.Create("@0123456789");

    public IReadOnlyList<PersonalFinding> Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // All of them hold a digit or an @: most lines of most texts hold neither.
        if (!text.AsSpan().ContainsAny(Marks))
        {
            return [];
        }

        var found = new List<PersonalFinding>();
        foreach (var kind in PersonalKind.All)
        {
            // Between what other kinds took: half of an account number may read as the beginning of a card's.
            var at = 0;
            foreach (var taken in found.OrderBy(one => one.Start).ToList())
            {
                Search(text, at, taken.Start, kind, found);
                at = taken.Start + taken.Length;
            }

            Search(text, at, text.Length, kind, found);
        }

        found.Sort((one, other) => one.Start.CompareTo(other.Start));
        return found;
    }

    private static void Search(string text, int from, int to, PersonalKind kind, List<PersonalFinding> found)
    {
        while (from < to && kind.Form.Match(text, from, to - from) is { Success: true } match)
        {
            if (kind.Holds(match.Value))
            {
                found.Add(new PersonalFinding(kind.Name, match.Index, match.Length));
                from = match.Index + match.Length;
            }
            else
            {
                // What fails its check may hide another one that begins inside of it.
                from = match.Index + 1;
            }
        }
    }
}
