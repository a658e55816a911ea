using System.Text.Json;
using CsCheck;
using Harombe.Agent.LanguageModels.Privacy;
using Harombe.Secrets.Personal;
using Harombe.Testing;

namespace Harombe.Tests.Personal;

public sealed class StandInsTests
{
    private static readonly string[] Parts =
        ["ada@example.org", "bob@example.net", "4111 1111 1111 1111", "+43 1 58858-0", "GB82 WEST 1234 5698 7654 32", "[mail-1]", "[mail-2]", "[", "]", " ", "\n", "the word", "[x]", "[mail-", "\"", "ü"];

    private static readonly Gen<string> Texts = Gen.Int[0, Parts.Length - 1].Array[0, 12].Select(picks => string.Join(' ', picks.Select(pick => Parts[pick])));

    [Fact]
    public void Whatever_is_hidden_comes_back_and_what_looked_like_a_stand_in_stays_what_it_was() => Texts.Sample(
        text =>
        {
            var standIns = Of(text);
            var hidden = standIns.Hide(text);
            return standIns.Restore(hidden) == text && !hidden.Contains('@', StringComparison.Ordinal) && !hidden.Contains("4111", StringComparison.Ordinal);
        },
        iter: Rounds.Of(quick: 2_000, full: 50_000));

    [Fact]
    public void A_stream_cut_anywhere_restores_what_the_whole_would() => Gen.Select(Texts, Gen.Int[1, 20].Array[1, 20]).Sample(
        (text, sizes) =>
        {
            var standIns = Of(text);
            var hidden = standIns.Hide(text);
            var stream = new RestoredText(standIns);
            var shown = "";
            for (var (at, turn) = (0, 0); at < hidden.Length; turn++)
            {
                var size = Math.Min(sizes[turn % sizes.Length], hidden.Length - at);
                shown += stream.Add(hidden.Substring(at, size));
                at += size;
            }

            return shown + stream.Rest() == text;
        },
        iter: Rounds.Of(quick: 2_000, full: 50_000));

    [Fact]
    public void Same_value_has_the_same_stand_in_and_another_one_another()
    {
        var standIns = Of("");
        Assert.Equal("[mail-1] [mail-2] [mail-1]", standIns.Hide("ada@example.org bob@example.net ada@example.org"));
    }

    [Fact]
    public void Json_keeps_its_shape_and_a_card_written_as_a_number_becomes_a_text()
    {
        var standIns = Of("");
        var hidden = JsonTexts.Change(JsonElement.Parse("""{"to":["ada@example.org",1,null,true],"card":4111111111111111,"n":12.50}"""), standIns.Hide);
        Assert.Equal("""{"to":["[mail-1]",1,null,true],"card":"[card-1]","n":12.50}""", hidden.GetRawText());
    }

    private static StandIns Of(string text) => new(new PersonalDataFinder(), name => text.Contains(name, StringComparison.Ordinal));
}
