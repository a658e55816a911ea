using System.Collections.Immutable;

namespace Harombe.Core.Schemas.Evaluation;

/// <summary>Collects the first violations and the path to the value that is being looked at. Exists only in the explaining pass.</summary>
internal sealed class ViolationList(int capacity)
{
    private const int LongestShownPointer = 160;

    private readonly List<string> _path = [];
    private readonly ImmutableArray<SchemaViolation>.Builder _found = ImmutableArray.CreateBuilder<SchemaViolation>();

    public bool IsEmpty => _found.Count == 0;

    public bool IsFull => _found.Count >= capacity;

    public string InstancePointer => _path.Aggregate("", JsonPointer.Append);

    public void Push(string token) => _path.Add(token);

    public void Pop() => _path.RemoveAt(_path.Count - 1);

    public void Add(string keywordPointer, string predicate)
    {
        if (!IsFull)
            AddLast(InstancePointer, keywordPointer, predicate);
    }

    public void AddLast(string instancePointer, string keywordPointer, string predicate)
    {
        if (IsFull)
            _found.RemoveAt(_found.Count - 1);
        _found.Add(new SchemaViolation(instancePointer, keywordPointer, $"{Show(instancePointer)} {predicate}"));
    }

    public ImmutableArray<SchemaViolation> ToImmutable() => _found.ToImmutable();

    // Property names are the caller's text: they may not repaint a terminal or fill a log.
    private static string Show(string pointer)
    {
        if (pointer.Length == 0)
            return "the value";
        var shown = pointer.Length > LongestShownPointer ? string.Concat(pointer.AsSpan(0, LongestShownPointer), "…") : pointer;
        return string.Create(shown.Length, shown, static (into, text) =>
        {
            for (var i = 0; i < into.Length; i++)
                into[i] = char.IsControl(text[i]) ? '\uFFFD' : text[i];
        });
    }
}
