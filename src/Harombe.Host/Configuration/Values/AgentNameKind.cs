namespace Harombe.Host.Configuration.Values;

/// <summary>The name of an agent below <c>agents</c>. That there is such an agent is another check.</summary>
internal sealed class AgentNameKind : ValueKind
{
    public override string Name => "string";

    public override string Range => "a name below agents";

    public override Reading Read(Written written) => ModelNameKind.IsName(written.Text)
        ? Reading.Of(written.Text)
        : Reading.Wrong($"is no name of an agent with {Shown.Value(written.Text)}", "Use a letter, then letters, digits, '_' and '-'");

    public override string Show(object value) => (string)value;
}
