using System.Text.RegularExpressions;

namespace Harombe.Host.Configuration.Values;

/// <summary>The name of a plugin, as its <c>plugin.yaml</c> states it.</summary>
internal sealed partial class PluginNameKind : ValueKind
{
    public override string Name => "string";

    public override string Range => "a plugin's name: lower-case letters, digits, '-' and '_'";

    public override Reading Read(Written written) => written.NotText is null && PluginName().IsMatch(written.Text)
        ? Reading.Of(written.Text)
        : Reading.Wrong($"must be a plugin's name, but is {Shown.Value(written.Text)}", "Write the name from its plugin.yaml: lower-case letters, digits, '-' and '_'");

    public override string Show(object value) => (string)value;

    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex PluginName();
}
