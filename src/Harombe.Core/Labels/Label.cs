namespace Harombe.Core.Labels;

/// <summary>
/// What is known of a value's origin and of who may learn it. The zero value is the most careful one: outside and secret.
/// </summary>
public readonly record struct Label(Integrity Integrity, Confidentiality Confidentiality)
{
    /// <summary>What the user typed.</summary>
    public static Label OfUser { get; } = new(Integrity.User, Confidentiality.Private);

    /// <summary>What an MCP client sent without a prompt behind it.</summary>
    public static Label OfClient { get; } = new(Integrity.Client, Confidentiality.Private);

    /// <summary>What came from the outside world.</summary>
    public static Label OfOutside { get; } = new(Integrity.Outside, Confidentiality.Public);

    /// <summary>The label of a value made from both: as little trusted and as confidential as the worse of the two.</summary>
    public Label Join(Label other) => new(
        Integrity < other.Integrity ? Integrity : other.Integrity,
        Confidentiality < other.Confidentiality ? Confidentiality : other.Confidentiality);

    /// <inheritdoc/>
    public override string ToString() => $"{Integrity}/{Confidentiality}".ToLowerInvariant();
}
