using System.Runtime.InteropServices;
using System.Text.Json;
using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;
using Harombe.Core.Schemas.Numbers;

namespace Harombe.Core.Schemas.Keywords;

/// <summary><c>uniqueItems</c>: 1 and 1.0 are the same item. Hashed with a per-process seed, so chosen items can't make it quadratic.</summary>
internal sealed class UniqueItemsKeyword(string pointer) : Keyword(pointer)
{
    private const int BytesPerStep = 16;

    public static void Add(SchemaSite site, List<Keyword> into)
    {
        if (site.Has("uniqueItems", out var value) && value.ValueKind == JsonValueKind.True)
            into.Add(new UniqueItemsKeyword(site.PointerTo("uniqueItems")));
    }

    public override bool Check(JsonElement instance, ref Run run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Array || instance.GetArrayLength() < 2)
            return true;
        if (!run.Spend(1 + (JsonMarshal.GetRawUtf8Value(instance).Length / BytesPerStep)))
            return false;
        var found = new HashSet<JsonElement>(instance.GetArrayLength(), JsonEquality.Comparer);
        foreach (var item in instance.EnumerateArray())
        {
            if (!found.Add(item))
                return run.Violations is not null && run.Fail(Pointer, $"must not repeat an item, item {found.Count} is a repetition");
        }

        return true;
    }
}
