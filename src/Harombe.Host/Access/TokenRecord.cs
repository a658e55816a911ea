using Harombe.Core.Principals;

namespace Harombe.Host.Access;

/// <summary>A token as it is stored: everything but the token.</summary>
/// <param name="Id">Its number, for people.</param>
/// <param name="Principal">Whose it is, with kinds and scope.</param>
/// <param name="IssuedAt">When it was issued.</param>
/// <param name="ExpiresAt">When it stops to count; null for never.</param>
/// <param name="RevokedAt">When it was revoked; null while it counts.</param>
internal sealed record TokenRecord(long Id, Principal Principal, DateTimeOffset IssuedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt);
