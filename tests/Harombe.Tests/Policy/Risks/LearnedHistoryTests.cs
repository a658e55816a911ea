using System.Text.Json;
using Harombe.Core.Tools;
using Harombe.Policy.Provenance.Sessions;
using Harombe.Policy.Provenance.Tools;
using Harombe.Policy.Risks.Learning;
using Harombe.Policy.Rules;
using Harombe.Tests.Policy.Rules;

namespace Harombe.Tests.Policy.Risks;

public sealed class LearnedHistoryTests
{
    private static readonly ToolDefinition Mail = Calls.Tool() with
    {
        InputSchema = JsonElement.Parse("""{"type":"object","properties":{"to":{"type":"string","description":"Email address of the recipient."},"text":{"type":"string"}}}"""),
    };

    private readonly LearnedHistory history = new(name => name == "mail.send" ? Mail : null, new ToolProfiles());
    private int calls;

    [Theory]
    [InlineData("""{"to":"ann@house.example","text":"a"}""", """{"to":"Kim@House.example","text":"something else"}""", true)]
    [InlineData("""{"to":"ann@house.example","text":"a"}""", """{"to":"ann@other.example","text":"a"}""", false)]
    [InlineData("""{"to":"ann@house.example","text":"a"}""", """{"to":"ann@house.example"}""", false)]
    [InlineData("""{"to":"ann@house.example"}""", """{"to":"ann@hоuse.example"}""", true)] // a look-alike letter doesn't make another class out of one that was refused
    public void Calls_are_of_a_kind_by_their_arguments_and_where_they_lead(string one, string other, bool same) => Assert.Equal(
        same, ArgumentClass.Of(ToolProfile.Of(Mail), JsonElement.Parse(one)) == ArgumentClass.Of(ToolProfile.Of(Mail), JsonElement.Parse(other)));

    [Fact]
    public void Half_of_at_least_five_failing_is_a_step_and_fewer_are_none()
    {
        Ran("completed", 2);
        Ran("failed", 4);
        Assert.Null(Learned());
        Ran("failed", 1);
        Assert.Equal("failed 5 7", Learned()?.ToString());
        Ran("completed", 4);
        Assert.Null(Learned());
    }

    [Fact]
    public void The_clients_own_yes_teaches_nothing_and_its_no_does()
    {
        Answered("denied", "clientattested", 3);
        Assert.Equal("denied 3 3", Learned()?.ToString());
        Answered("approved", "clientattested", 100);
        Assert.Equal("denied 3 3", Learned()?.ToString());
        Answered("approved", "http", 4);
        Assert.Null(Learned());
    }

    [Fact]
    public void What_is_learned_of_the_tool_counts_for_kinds_that_nobody_has_said_yes_to()
    {
        for (var i = 0; i < 6; i++)
        {
            Answered("denied", "http", 1, $$"""{"to":"eve@evil{{i}}.example"}""");
        }

        Answered("approved", "http", 3, """{"to":"kim@house.example"}""");
        Assert.Equal("tool-denied 6 9", Learned("""{"to":"new@place.example"}""")?.ToString());
        Assert.Null(Learned("""{"to":"kim@house.example"}"""));
    }

    [Fact]
    public void The_sentence_says_it_and_the_record_holds_it()
    {
        var facts = Policies.Facts("mail.send", risk: Risk.High) with { Learned = new LearnedRisk("denied", 3, 4) };
        var decision = Policies.Decide(PolicySnapshot.BuiltIn(Harombe.Policy.PolicyProfile.Cautious), facts);
        Assert.EndsWith("Its risk is a step higher since people said no to 3 of the last 4 calls of this kind.", decision.Message, StringComparison.Ordinal);
        Assert.Equal(facts.Learned, Harombe.Policy.Rules.History.DecisionInputs.Learned(Harombe.Policy.Rules.History.DecisionInputs.Of(facts, [])!)); // not null: it holds what was learned
    }

    private LearnedRisk? Learned(string arguments = """{"to":"ann@house.example"}""") => history.Of(Mail, ToolProfile.Of(Mail), JsonElement.Parse(arguments));

    private void Ran(string ending, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Learn($$$"""{"kind":"call.intent","call":"{{{++calls}}}","tool":"mail.send","arguments":"{\"to\":\"ann@house.example\"}"}""");
            Learn($$"""{"kind":"call.outcome","call":"{{calls}}","ending":"{{ending}}"}""");
        }
    }

    private void Answered(string answer, string via, int times, string arguments = """{"to":"ann@house.example"}""")
    {
        for (var i = 0; i < times; i++)
        {
            Learn(JsonSerializer.Serialize(new { kind = "call.stopped", call = $"{++calls}", tool = "mail.send", arguments }));
            Learn($$"""{"kind":"approval.{{answer}}","call":"{{calls}}","via":"{{via}}"}""");
        }
    }

    private void Learn(string entry) => history.Learn(JsonElement.Parse(entry));
}
