using System.Text.Json;
using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;

namespace Harombe.Core.Schemas.Keywords;

/// <summary><c>allOf</c>. Its branches may write straight into the caller's notes: when one fails, so does the caller.</summary>
internal sealed class AllOfKeyword(string pointer, SchemaNode[] branches) : Keyword(pointer)
{
    public override IEnumerable<SchemaNode> InPlace => branches;

    public static void Add(SchemaSite site, List<Keyword> into)
    {
        if (site.Many("allOf") is { Length: > 0 } branches)
            into.Add(new AllOfKeyword(site.PointerTo("allOf"), branches));
    }

    public override bool Check(JsonElement instance, ref Run run, Evaluated? seen)
    {
        var holds = true;
        foreach (var branch in branches)
        {
            if (branch.Check(instance, ref run, seen))
                continue;
            holds = false;
            if (run.StopsAtFailure)
                break;
        }

        return holds;
    }
}
