using System.Text.Json;
using Harombe.Core.Schemas.Compilation;

namespace Harombe.Core.Schemas.Evaluation;

/// <summary>
/// One subschema, ready to run. Filled once by the compiler, which needs the object before its keywords because schemas refer in circles.
/// </summary>
internal sealed class SchemaNode(SchemaResource resource, string pointer)
{
    private Keyword[] _keywords = [];
    private bool _refusesAll;
    private bool _readsEvaluated;

    public IReadOnlyList<Keyword> Keywords => _keywords;

    public string Pointer { get; } = pointer;

    public void Fill(IEnumerable<Keyword> keywords)
    {
        _keywords = [.. keywords.OrderBy(keyword => keyword.ReadsEvaluated)];
        _readsEvaluated = _keywords.Any(keyword => keyword.ReadsEvaluated);
    }

    public void RefuseAll() => _refusesAll = true;

    public bool Check(JsonElement instance, ref Run run, Evaluated? seen)
    {
        if (_refusesAll)
            return run.Fail(Pointer, "is not allowed");
        if (!run.Enter())
            return false;
        var outer = run.Scope;
        if (run.TracksScope && outer?.Resource != resource)
            run.Scope = new DynamicScope(outer, resource);
        // What a sibling of the enclosing schema evaluated is none of our business: notes of our own, handed on only when we hold.
        var mine = _readsEvaluated && instance.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? new Evaluated() : null;
        var holds = CheckKeywords(instance, ref run, mine ?? seen);
        if (holds && mine is not null)
            seen?.Add(mine);
        run.Scope = outer;
        run.Leave();
        return holds;
    }

    private bool CheckKeywords(JsonElement instance, ref Run run, Evaluated? seen)
    {
        var holds = true;
        foreach (var keyword in _keywords)
        {
            // After a failure the notes are incomplete and would blame properties that are known.
            if (!holds && keyword.ReadsEvaluated)
                continue;
            if (keyword.Check(instance, ref run, seen))
                continue;
            holds = false;
            if (run.StopsAtFailure)
                break;
        }

        return holds;
    }
}
