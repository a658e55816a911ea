using System.Text;
using Harombe.Audit.Verification;

namespace Harombe.Audit.Stretches;

/// <summary>What an entry is searched by, each as UTF-8; empty for what it lacks.</summary>
internal ref struct EntryMarks
{
    private const ulong Basis = 14_695_981_039_346_656_037, Prime = 1_099_511_628_211;

    public ReadOnlySpan<byte> Kind { get; set; }

    public ReadOnlySpan<byte> Time { get; set; }

    public ReadOnlySpan<byte> Principal { get; set; }

    public ReadOnlySpan<byte> Session { get; set; }

    public ReadOnlySpan<byte> Tool { get; set; }

    /// <summary>The marks of a body, read member by member.</summary>
    public static EntryMarks Of(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> body) => new()
    {
        Kind = kind,
        Time = Bytes(EntryCheck.Text(body, "time"u8)),
        Principal = Bytes(EntryCheck.Text(body, "principal"u8)),
        Session = Bytes(EntryCheck.Text(body, "session"u8)),
        Tool = Bytes(EntryCheck.Text(body, "tool"u8)),
    };

    /// <summary>Adds a number for each mark, and for each family that a kind or a tool belongs to.</summary>
    public readonly void AddTo(ICollection<ulong> terms)
    {
        Families('k', Kind, terms);
        Families('t', Tool, terms);
        if (!Principal.IsEmpty)
        {
            terms.Add(Term('p', Principal));
        }

        if (!Session.IsEmpty)
        {
            terms.Add(Term('s', Session));
        }
    }

    /// <summary>
    /// The number of a mark: 64 bits of FNV-1a. Two marks with one number cost a search some entries that it looks at in vain, and nothing else.
    /// </summary>
    public static ulong Term(char of, ReadOnlySpan<byte> mark)
    {
        var hash = (Basis ^ of) * Prime;
        foreach (var one in mark)
        {
            hash = (hash ^ one) * Prime;
        }

        return hash;
    }

    public static ulong Term(char of, string mark) => Term(of, Encoding.UTF8.GetBytes(mark));

    private static void Families(char of, ReadOnlySpan<byte> mark, ICollection<ulong> terms)
    {
        if (mark.IsEmpty)
        {
            return;
        }

        var hash = (Basis ^ of) * Prime;
        foreach (var one in mark)
        {
            hash = (hash ^ one) * Prime;
            if (one == '.')
            {
                terms.Add(hash);
            }
        }

        terms.Add(hash);
    }

    private static byte[] Bytes(string? text) => text is null ? [] : Encoding.UTF8.GetBytes(text);
}
