using System.Text.Json;
using Harombe.Core.Labels;
using Harombe.Policy.Provenance.Flow;
using Harombe.Policy.Provenance.Sources;
using Harombe.Policy.Provenance.Tools;

namespace Harombe.Tests.Policy.Provenance;

/// <summary>Results that come with labels of their own, whatever their tool is.</summary>
public sealed class LabelledResultTests
{
    private static readonly Label OwnPublic = new(Integrity.Own, Confidentiality.Public);
    private static readonly Label OutsidePrivate = new(Integrity.Outside, Confidentiality.Private);

    private readonly SessionText session = new();

    [Fact]
    public void A_record_of_a_tool_of_the_wide_world_is_a_store_where_its_label_says_so()
    {
        session.AddPrompt("Send the greetings to Kim.");
        See("""[{"name":"Kim","email":"kim@house.example"}]""", OwnPublic);
        Assert.True(Send("kim@house.example").Vouched);
    }

    [Fact]
    public void A_record_of_a_store_is_outside_text_where_its_label_says_so()
    {
        session.AddPrompt("Send the greetings to Kim.");
        session.AddResult(new SourceCall("mails", ToolProfile.Of(SeenSession.Mails), JsonElement.Parse("""{"query":"Kim"}""")), """[{"name":"Kim","email":"kim@house.example"}]""", OutsidePrivate);
        Assert.Contains(Send("kim@house.example").Concerns, concern => concern is { Rule: "flow.destination", Origin: Origin.Outside });
    }

    [Fact]
    public void What_is_read_is_private_as_its_label_says()
    {
        See("a", OwnPublic);
        Assert.False(session.ReadPrivate);
        See("b", OutsidePrivate);
        Assert.True(session.ReadPrivate);
    }

    private void See(string text, Label label) => session.AddResult(new SourceCall("page", ToolProfile.Of(SeenSession.Page), JsonElement.Parse("""{"url":"house.example"}""")), text, label);

    private FlowFinding Send(string to) => FlowReview.Of(ToolProfile.Of(SeenSession.Mail), JsonElement.Parse($$"""{"to":["{{to}}"],"subject":"Greetings","body":"Greetings"}"""), session);
}
