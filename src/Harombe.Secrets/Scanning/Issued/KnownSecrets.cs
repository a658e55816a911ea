using Harombe.Secrets.Scanning.Decoding;

namespace Harombe.Secrets.Scanning.Issued;

/// <summary>What is known at a moment.</summary>
/// <param name="Whole">The secrets in each form in which programs pass them on.</param>
/// <param name="Squeezed">The secrets without what splits them.</param>
internal sealed record KnownSecrets(FingerprintSet Whole, FingerprintSet Squeezed)
{
    // Further apart than somebody would write the words of one secret.
    private const int Reach = 1024;

    /// <summary>Where a secret that holds white space has begun before a place and goes on behind it, or may have; the place itself when none has.</summary>
    /// <param name="text">What has come.</param>
    /// <param name="end">A place in it.</param>
    public int OpenFrom(ReadOnlySpan<char> text, int end)
    {
        var open = Whole.OpenFrom(text, end);
        return Squeezed.HasSpaced ? Math.Min(open, OpenSplit(text, end)) : open;
    }

    private int OpenSplit(ReadOnlySpan<char> text, int end)
    {
        var from = Math.Max(0, end - Reach);
        var near = text[from..Math.Min(text.Length, end + Reach)];
        using var plain = new Rented<char>(near.Length);
        using var places = new Rented<int>(near.Length + 1);
        var length = Squeezing.Undo(near, plain.Span, places.Span);
        var place = places.Span[..length].BinarySearch(end - from);
        place = place < 0 ? ~place : place;
        var open = Squeezed.OpenFrom(plain.Span[..length], place);
        return open < place ? from + places.Span[open] : end;
    }
}
