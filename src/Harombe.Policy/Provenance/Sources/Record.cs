namespace Harombe.Policy.Provenance.Sources;

/// <summary>Fields that belong together: one mail, one transaction, one event. Nested ones know what they stand in.</summary>
internal sealed class Record(Record? parent)
{
    private readonly List<Field> fields = [];
    private HashSet<string>? words;

    public Record? Parent { get; } = parent;

    public IReadOnlyList<Field> Fields => fields;

    /// <summary>Whether it is nothing but one value without a name: an entry of a plain list.</summary>
    public bool IsBare => fields is [{ Key.Length: 0, Nature: FieldNature.Value }];

    /// <summary>The telling words of its short fields, by which it can be recognised.</summary>
    public IReadOnlySet<string> Words => words ??= Collect();

    public void Add(Field field) => fields.Add(field);

    private HashSet<string> Collect()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in fields.Where(field => field.Nature is FieldNature.Short or FieldNature.Value))
        {
            found.UnionWith(Text.Words.Telling(field.Value));
        }

        if (Parent is not null)
        {
            found.UnionWith(Parent.Words);
        }

        return found;
    }
}
