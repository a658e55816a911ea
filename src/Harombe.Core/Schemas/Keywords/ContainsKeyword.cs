using System.Text.Json;
using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;

namespace Harombe.Core.Schemas.Keywords;

/// <summary><c>contains</c> with <c>minContains</c> (one unless said otherwise) and <c>maxContains</c>.</summary>
internal sealed class ContainsKeyword(string pointer, SchemaNode wanted, long least, long? most) : Keyword(pointer)
{
    public static void Add(SchemaSite site, List<Keyword> into)
    {
        if (site.One("contains") is not { } wanted)
            return;
        var least = site.HasCount("minContains", out var minimum) ? minimum : 1;
        long? most = site.HasCount("maxContains", out var maximum) ? maximum : null;
        into.Add(new ContainsKeyword(site.PointerTo("contains"), wanted, least, most));
    }

    public override bool Check(JsonElement instance, ref Run run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Array)
            return true;
        var (index, found) = (0, 0L);
        foreach (var item in instance.EnumerateArray())
        {
            if (run.Try(wanted, item, null))
            {
                found++;
                seen?.Add(index);
            }

            index++;
            if (run.GaveUp || (seen is null && most is null && found >= least))
                break;
        }

        if (found >= least && (most is null || found <= most))
            return true;
        return run.Violations is not null && run.Fail(Pointer, $"must contain {Range()}, contains {found}");
    }

    private string Range() => (least, most) switch
    {
        (_, null) => $"at least {least} matching item(s)",
        (0, _) => $"at most {most} matching item(s)",
        _ => $"{least} to {most} matching item(s)",
    };
}
