namespace Harombe.Host.Configuration.Values;

/// <summary>A key or a word whose capability isn't built.</summary>
/// <param name="What">What the key configures.</param>
/// <param name="Capability">What has to arrive first.</param>
internal sealed record NotYet(string What, string Capability)
{
    /// <summary>The reason of the fault.</summary>
    public string Reason => $"not yet: {What} arrives with {Capability}; remove the key to start";

    /// <summary>The remedy. Starting without the key is the honest choice: accepting it would promise a protection that isn't there.</summary>
    public string Remedy => "Remove the key";
}

/// <summary>The kind of a key that is known by name only. No value is right.</summary>
internal sealed class NotYetKind(NotYet notYet) : ValueKind
{
    /// <summary>What is missing.</summary>
    public NotYet NotYet { get; } = notYet;

    public override string Name => "not yet";

    public override string Range => $"arrives with {NotYet.Capability}";

    public override Reading Read(Written written) => new Reading.Rejected(FaultKind.NotYet, NotYet.Reason, NotYet.Remedy);

    public override string Show(object value) => "";
}
