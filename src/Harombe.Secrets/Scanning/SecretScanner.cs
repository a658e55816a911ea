using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning.Formats;
using Harombe.Secrets.Scanning.Issued;

namespace Harombe.Secrets.Scanning;

/// <summary>
/// Looks for issued secrets at every place of a text, and for known formats at the places where one of their anchors stands.
/// What a format is stands in <see cref="KnownFormats"/>; this class knows none of them.
/// </summary>
internal sealed class SecretScanner(IssuedSecrets issued) : ISecretScanner
{
    private static readonly AnchorIndex Anchors = new(KnownFormats.All);

    public IReadOnlyList<Finding> Scan(ReadOnlySpan<char> text)
    {
        var sink = default(FindingSink);
        issued.Scan(text, ref sink);
        Anchors.Scan(text, ref sink);
        return sink.Settle();
    }

    public int OpenFrom(ReadOnlySpan<char> text, int end) => issued.OpenFrom(text, end);
}
