namespace Harombe.Secrets.Scanning.Issued;

/// <summary>What is known at a moment.</summary>
/// <param name="Whole">The secrets in each form in which programs pass them on.</param>
/// <param name="Squeezed">The secrets without what splits them.</param>
internal sealed record KnownSecrets(FingerprintSet Whole, FingerprintSet Squeezed);
