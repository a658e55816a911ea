namespace Harombe.Host.Configuration;

/// <summary>Which language model answers. <paramref name="Id"/> is null for <c>offline-rules</c>, which has no provider to ask.</summary>
internal sealed record ModelName(string Provider, string? Id)
{
    /// <summary>Whether no request leaves this machine.</summary>
    public bool IsOffline => Id is null;

    public override string ToString() => Id is null ? Provider : $"{Provider}/{Id}";
}
