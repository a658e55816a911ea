namespace Harombe.Core.Calls;

/// <summary>
/// Why something was refused, for the model, the person and the record alike.
/// </summary>
/// <param name="Rule">The rule that refused, as a stable dotted name: <c>schema.arguments</c>, <c>approval.denied</c>.</param>
/// <param name="Message">What was wrong, in one sentence, without any secret.</param>
/// <param name="Remedy">What would have allowed it: a command, a line of config, a different argument.</param>
public sealed record Reason(string Rule, string Message, string Remedy)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Message} [rule {Rule}] {Remedy}";
}
