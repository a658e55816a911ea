using System.Text.Json;
using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;

namespace Harombe.Core.Schemas.Keywords;

/// <summary><c>anyOf</c> and <c>oneOf</c>. Only branches that match say what they evaluated.</summary>
internal sealed class AlternativesKeyword(string pointer, SchemaNode[] branches, bool exactlyOne) : Keyword(pointer)
{
    public override IEnumerable<SchemaNode> InPlace => branches;

    public static void Add(SchemaSite site, List<Keyword> into)
    {
        if (site.Many("anyOf") is { Length: > 0 } any)
            into.Add(new AlternativesKeyword(site.PointerTo("anyOf"), any, exactlyOne: false));
        if (site.Many("oneOf") is { Length: > 0 } one)
            into.Add(new AlternativesKeyword(site.PointerTo("oneOf"), one, exactlyOne: true));
    }

    public override bool Check(JsonElement instance, ref Run run, Evaluated? seen)
    {
        var matches = 0;
        foreach (var branch in branches)
        {
            var notes = seen is null ? null : new Evaluated();
            if (run.Try(branch, instance, notes))
            {
                matches++;
                seen?.Add(notes);
            }

            // anyOf may stop at the first match unless somebody needs to know what the others evaluate.
            if (run.GaveUp || (exactlyOne ? matches > 1 : matches == 1 && seen is null))
                break;
        }

        if (exactlyOne ? matches == 1 : matches >= 1)
            return true;
        return run.Violations is not null && run.Fail(Pointer, Expectation(matches));
    }

    private string Expectation(int matches) => matches > 1
        ? "must match exactly one of the alternatives, matches more than one"
        : $"must match {(exactlyOne ? "exactly" : "at least")} one of {branches.Length} alternatives, matches none";
}
