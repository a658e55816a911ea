namespace Harombe.Host.Configuration.Values;

/// <summary>A list of groups of keys that somebody else knows, such as upstream servers. Kept as it is written, with the place of every value.</summary>
internal sealed class TreeListKind : ValueKind
{
    public override string Name => "list of groups";

    public override string Range => "one group of keys per item";

    public override Reading Read(Written written) => Reading.Wrong("must be a list of groups of keys in a file", "Write one \"- name: …\" per item");

    public override string Show(object value) => ((SettingsTree)value).Value.GetRawText();
}
