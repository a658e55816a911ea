namespace Harombe.Gateway.Pinning;

/// <summary>A definition that was accepted.</summary>
/// <param name="Server">Whose.</param>
/// <param name="Definition">As it was then.</param>
/// <param name="At">When.</param>
/// <param name="By">Who accepted it; null when the host did, since the operator vouches for the server.</param>
internal sealed record Pin(string Server, Definition Definition, DateTimeOffset At, string? By);
