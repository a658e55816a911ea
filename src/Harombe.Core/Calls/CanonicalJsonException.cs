namespace Harombe.Core.Calls;

/// <summary>A JSON value has no canonical form. The message says where and why, and quotes none of the value.</summary>
public sealed class CanonicalJsonException(string message) : FormatException(message);
