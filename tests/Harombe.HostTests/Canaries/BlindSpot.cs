using System.Diagnostics;
using Harombe.Core.Secrets;

namespace Harombe.HostTests.Canaries;

/// <summary>
/// A scanner that sees nothing when one place of the host asks it: the seam by which a redactor is taken out of its path. Who asks is read off
/// the stack, so that the host needs no switch for it.
/// </summary>
internal sealed class BlindSpot(ISecretScanner inner, string asker) : ISecretScanner
{
    public IReadOnlyList<Finding> Scan(ReadOnlySpan<char> text) => IsAsked() ? [] : inner.Scan(text);

    public int SettledLength(ReadOnlySpan<char> text, int from) => inner.SettledLength(text, from);

    private bool IsAsked() => new StackTrace(fNeedFileInfo: false).GetFrames()
        .Any(frame => frame.GetMethod()?.DeclaringType?.FullName is { } name && (name.EndsWith('.' + asker) || name.Contains($".{asker}+", StringComparison.Ordinal)));
}
