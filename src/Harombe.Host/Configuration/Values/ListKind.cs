using System.Collections.Immutable;

namespace Harombe.Host.Configuration.Values;

/// <summary>A list of texts of one kind. In the environment and on the command line the items are separated by commas.</summary>
internal sealed class ListKind(ValueKind element) : ValueKind
{
    /// <summary>The kind of every item; its values are strings.</summary>
    public ValueKind Element { get; } = element;

    public override string Name => "list";

    public override string Range => Element.Range.Length == 0 ? $"of {Element.Name}" : $"of {Element.Name}: {Element.Range}";

    public override Reading Read(Written written)
    {
        if (written.Form != WrittenForm.Untyped)
            return Reading.Wrong("must be a list, but is a single value", "Write it as a list: one \"- value\" per line, or [value, value]");
        var items = ImmutableArray.CreateBuilder<string>();
        foreach (var item in written.Text.Length == 0 ? [] : written.Text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (item.Length == 0) return Reading.Wrong("has an empty item", "Separate the items by single commas");
            switch (Element.Read(written with { Text = item }))
            {
                case Reading.Accepted accepted: items.Add((string)accepted.Value); break;
                case Reading.Rejected rejected: return rejected;
            }
        }

        return Reading.Of(items.ToImmutable());
    }

    public override string Show(object value) => string.Join(", ", (ImmutableArray<string>)value);
}
