namespace Harombe.Core.Guard;

/// <summary>Bounds on what passes the guard.</summary>
/// <param name="Arguments">Largest arguments, in bytes of canonical JSON.</param>
/// <param name="Result">Largest result, in characters of text or bytes of a file.</param>
public sealed record GuardLimits(long Arguments = 1024 * 1024, long Result = 256 * 1024);
