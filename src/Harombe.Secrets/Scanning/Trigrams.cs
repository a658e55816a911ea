using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Harombe.Secrets.Scanning;

/// <summary>
/// A set of three-character strings, and the search for all of them at once. Letters of either case look alike, and so do all characters beyond ASCII, which leaves
/// six bits to each: a table of 32 KB has a bit for every one there could be, so the cost of a place doesn't grow with the set. Immutable; safe to share between threads.
/// </summary>
internal sealed class Trigrams
{
    private const int Pairs = 1 << 12;

    // By the second and third character; a bit for each first one.
    private readonly ulong[] firsts = new ulong[Pairs];

    // How many of the set stand before the first of a word.
    private readonly ushort[] ranks = new ushort[Pairs];

    /// <param name="members">What is looked for, three characters each.</param>
    public Trigrams(IEnumerable<string> members)
    {
        foreach (var member in members)
        {
            firsts[Pair(member)] |= 1UL << Fold(member[0]);
        }

        for (var pair = 1; pair < Pairs; pair++)
        {
            ranks[pair] = (ushort)(ranks[pair - 1] + BitOperations.PopCount(firsts[pair - 1]));
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => ranks[^1] + BitOperations.PopCount(firsts[^1]);

    /// <summary>Six bits of a character: what is told apart by it is told apart by nothing but case, control characters and scripts.</summary>
    public static int Fold(char c) => c > 0x7F ? 0x3F : (c & 0x1F) | ((c & 0x40) >> 1);

    /// <summary>The number of a member, from 0 on.</summary>
    public int RankOf(string member) => Rank(Pair(member), Fold(member[0]));

    /// <summary>The number of the member at a place where one was found.</summary>
    public int RankAt(FoldedBlock block, int place) => Rank(block.Pairs[place], block.Characters[place]);

    /// <summary>
    /// Writes down the places of a block where a member stands, and returns how many. One place in sixteen of ordinary text passes, at no regular distance: a branch
    /// would be guessed wrong each time. So every place is written down, and the next one over it unless it passed.
    /// </summary>
    public int Find(FoldedBlock block, Span<ushort> places)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(firsts);
        ref var pair = ref MemoryMarshal.GetReference(block.Pairs);
        ref var character = ref MemoryMarshal.GetReference(block.Characters);
        ref var place = ref MemoryMarshal.GetReference(places[..block.Places]);
        nint count = 0;
        for (nint at = 0; at < block.Places; at++)
        {
            Unsafe.Add(ref place, count) = (ushort)at;
            count += (nint)(Unsafe.Add(ref first, (nint)Unsafe.Add(ref pair, at)) >> Unsafe.Add(ref character, at)) & 1;
        }

        return (int)count;
    }

    private int Rank(int pair, int first) => ranks[pair] + BitOperations.PopCount(firsts[pair] & ((1UL << first) - 1));

    private static int Pair(string member) => Fold(member[1]) | (Fold(member[2]) << 6);
}
