using System.Text.RegularExpressions;

namespace Harombe.Host.Configuration.Values;

/// <summary>The name of a tool, or a pattern of names: <c>files.read</c>, <c>files.*</c>.</summary>
internal sealed partial class ToolGlobKind : ValueKind
{
    public override string Name => "tools";

    public override string Range => "a tool's name or a pattern, such as files.*";

    public override Reading Read(Written written) =>
        Glob().IsMatch(written.Text) ? Reading.Of(written.Text) : Reading.Wrong($"is no pattern of tools with {Shown.Value(written.Text)}", "Write a tool's name or a pattern, as in files.*; 'harombe tools' lists them");

    public override string Show(object value) => (string)value;

    [GeneratedRegex(@"\A[A-Za-z*][A-Za-z0-9_.*-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Glob();
}
