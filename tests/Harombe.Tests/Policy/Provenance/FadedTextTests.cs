using CsCheck;
using Harombe.Policy.Provenance.Sources;
using Harombe.Testing;

namespace Harombe.Tests.Policy.Provenance;

public sealed class FadedTextTests
{
    private static readonly Gen<string> Word = Gen.Char["abcxyz019"].Array[1, 6].Select(chars => new string(chars));

    [Fact]
    public void What_stood_in_it_is_never_said_not_to_have() => Gen.Select(Word.Array[1, 60], Gen.Int[0, 59], Gen.Int[1, 9]).Sample(
        (words, from, length) =>
        {
            var faded = new FadedText();
            faded.Add(string.Join(", ", words), outside: true, isPrivate: false);
            var start = from % words.Length;
            return faded.MayHold(string.Join(' ', words.Skip(start).Take(length)).ToUpperInvariant());
        },
        iter: Rounds.Of(30, 1_000));

    [Fact]
    public void What_did_not_is_seldom_said_to_have()
    {
        var faded = new FadedText();
        var random = new Random(1);
        string Text(int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => $"{random.Next():x}"));
        faded.Add(Text(500_000), outside: true, isPrivate: false);
        Assert.False(faded.IsFull);
        Assert.InRange(Enumerable.Range(0, 10_000).Count(_ => faded.MayHold(Text(2))), 0, 300);
    }

    [Fact]
    public void Full_it_may_hold_anything()
    {
        var faded = new FadedText();
        faded.Add(string.Join(' ', Enumerable.Range(0, 1_000_000)), outside: true, isPrivate: false);
        Assert.True(faded.IsFull);
        Assert.True(faded.MayHold("ann@house.example"));
    }

    [Fact]
    public void Of_what_is_the_users_own_only_that_it_was_private_is_kept()
    {
        var faded = new FadedText();
        faded.Add("kim@house.example", outside: false, isPrivate: true);
        Assert.Equal((false, true, false), (faded.ReadsOutside, faded.ReadPrivate, faded.MayHold("kim@house.example")));
    }
}
