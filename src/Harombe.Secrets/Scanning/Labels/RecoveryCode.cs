using System.Buffers;
using Harombe.Secrets.Scanning.Randomness;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>Codes that stand in for a second factor: groups of letters and digits joined by hyphens, some words behind the one that names them.</summary>
internal sealed class RecoveryCode : ISecretFormat
{
    private const int Reach = 240;
    private const int LeastGroup = 4;
    private const int LongestGroup = 8;
    private const int LongestWord = 512;

    private static readonly SearchValues<char> Space = SearchValues.Create(" \t\r\n,;|\"'`()[]");

    public string Kind => "recovery code";

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.AnyCase("recovery code", "recovery_code", "backup code", "backup_code", "scratch code", "2fa code");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var limit = Math.Min(text.Length, at + anchorLength + Reach);
        for (var start = at + anchorLength; start < limit;)
        {
            var rest = text[start..Math.Min(text.Length, start + LongestWord)];
            var end = rest.IndexOfAny(Space);
            var word = (end < 0 ? rest : rest[..end]).TrimEnd(".:?!");
            if (IsCode(word))
            {
                sink.Add(Kind, start, word.Length);
            }

            start += end < 0 ? rest.Length : end + 1;
        }
    }

    private static bool IsCode(ReadOnlySpan<char> word)
    {
        var groups = 0;
        foreach (var group in new Pieces(word, '-'))
        {
            if (group.Length is < LeastGroup or > LongestGroup || group.ContainsAnyExcept(Alphabets.Base62))
            {
                return false;
            }

            groups++;
        }

        return groups is >= 2 and <= 4 && word.ContainsAnyInRange('0', '9') && !Examples.Are(word);
    }
}
