using System.Text;
using System.Text.Json;
using Harombe.Core.Schemas.Compilation;
using Harombe.Core.Schemas.Evaluation;

namespace Harombe.Core.Schemas.Keywords;

/// <summary><c>required</c>, and <c>dependentRequired</c> for the names that only matter when another is there.</summary>
internal sealed class RequiredKeyword : Keyword
{
    private readonly byte[]? _trigger;
    private readonly string _condition;
    private readonly (string Shown, byte[] Bytes)[] _names;

    private RequiredKeyword(string pointer, string? trigger, JsonElement names)
        : base(pointer)
    {
        _trigger = trigger is null ? null : Encoding.UTF8.GetBytes(trigger);
        _condition = trigger is null ? "" : $" because it has '{trigger}'";
        _names = [.. names.EnumerateArray().Select(name => name.GetString() ?? "").Select(name => (name, Encoding.UTF8.GetBytes(name)))];
    }

    public static void Add(SchemaSite site, List<Keyword> into)
    {
        if (site.Has("required", out var names) && names.GetArrayLength() > 0)
            into.Add(new RequiredKeyword(site.PointerTo("required"), null, names));
        if (!site.Has("dependentRequired", out var dependents))
            return;
        foreach (var dependent in dependents.EnumerateObject())
            into.Add(new RequiredKeyword(JsonPointer.Append(site.PointerTo("dependentRequired"), dependent.Name), dependent.Name, dependent.Value));
    }

    public override bool Check(JsonElement instance, ref Run run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Object || (_trigger is not null && !run.Has(instance, _trigger)))
            return true;
        var holds = true;
        foreach (var (shown, bytes) in _names)
        {
            if (run.Has(instance, bytes))
                continue;
            if (run.Violations is null)
                return false;
            holds = run.Fail(Pointer, $"must have the property '{shown}'{_condition}");
        }

        return holds;
    }
}
