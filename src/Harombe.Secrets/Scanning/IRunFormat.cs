namespace Harombe.Secrets.Scanning;

/// <summary>
/// A kind of secret without letters of its own, known only by the length and alphabet of a long run of base64 characters. Looked for where
/// such runs stand, which decoding looks for anyway.
/// </summary>
internal interface IRunFormat
{
    /// <summary>Adds what begins with the run of <paramref name="length"/> characters at <paramref name="at"/>, if it is one of this kind.</summary>
    void Check(ReadOnlySpan<char> text, int at, int length, ref FindingSink sink);
}
