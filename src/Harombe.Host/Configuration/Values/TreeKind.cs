namespace Harombe.Host.Configuration.Values;

/// <summary>A group of keys that somebody else knows, such as the settings of a plugin. It is kept as it is written, with the place of every value.</summary>
internal sealed class TreeKind : ValueKind
{
    public override string Name => "group";

    public override string Range => "keys that the plugin knows";

    public override Reading Read(Written written) => Reading.Wrong("must be a group of keys in a file", "Indent its keys below it");

    public override string Show(object value) => ((SettingsTree)value).Value.GetRawText();
}
