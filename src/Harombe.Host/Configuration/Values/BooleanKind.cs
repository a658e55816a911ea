namespace Harombe.Host.Configuration.Values;

/// <summary><c>true</c> or <c>false</c>. YAML 1.1's <c>yes</c>, <c>on</c> and their like are refused: parsers disagree about them.</summary>
internal sealed class BooleanKind : ValueKind
{
    public override string Name => "boolean";

    public override string Range => "true or false";

    public override Reading Read(Written written) => written switch
    {
        { Form: not WrittenForm.Quoted, Text: "true" } => Reading.Of(true),
        { Form: not WrittenForm.Quoted, Text: "false" } => Reading.Of(false),
        { Form: WrittenForm.Quoted } => Reading.Wrong($"must be true or false, but is the text {Shown.Value(written.Text)}", "Write true or false, without quotes"),
        _ => Reading.Wrong($"must be true or false, but is {Shown.Value(written.Text)}", "Write true or false, in lower case"),
    };

    public override string Show(object value) => (bool)value ? "true" : "false";
}
