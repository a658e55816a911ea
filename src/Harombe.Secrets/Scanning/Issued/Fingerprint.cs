using Harombe.Core.Secrets;

namespace Harombe.Secrets.Scanning.Issued;

/// <summary>One form of one secret, as far as it is kept.</summary>
/// <param name="Heads">Keyed hashes of eight characters each, from its first character on, its second and so on: to find where it may stand.</param>
/// <param name="Length">Its length in UTF-16 code units.</param>
/// <param name="Mark">Keyed hash of all of it, to be sure.</param>
/// <param name="InBase64">The characters beside it may carry a few of its bits, and go with it.</param>
/// <param name="HasSpace">Whether white space stands in it, so that no end of a word ends it.</param>
/// <param name="Placeholder">What to put in its place.</param>
internal sealed record Fingerprint(ulong[] Heads, int Length, UInt128 Mark, bool InBase64, bool HasSpace, Placeholder Placeholder);
