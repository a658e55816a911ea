using System.Text.Json.Nodes;
using Harombe.Core.Labels;
using Harombe.Gateway.Upstreams.Offering;

namespace Harombe.HostTests.Upstreams;

/// <summary>What a server says of its results in <c>_meta</c>.</summary>
public sealed class SaidLabelTests
{
    [Theory]
    [InlineData("""{"integrity":"trusted","confidentiality":["public"]}""", "own/public", "outside/private")]
    [InlineData("""{"integrity":"trusted","confidentiality":["ann","kim"]}""", "own/private", "outside/private")]
    [InlineData("""{"integrity":"trusted","confidentiality":[]}""", "own/private", "outside/private")]
    [InlineData("""{"integrity":"untrusted","confidentiality":"public"}""", "outside/public", "outside/private")]
    [InlineData("""{"integrity":"untrusted","confidentiality":"private"}""", "outside/private", "outside/private")]
    [InlineData("""{"integrity":"trusted"}""", "own/private", "outside/private")]
    [InlineData("""{"integrity":"rather good","confidentiality":"open"}""", "outside/private", "outside/private")]
    [InlineData("""{"integrity":1,"confidentiality":{}}""", "outside/private", "outside/private")]
    [InlineData("[]", "outside/private", "outside/private")]
    public void It_is_believed_where_the_operator_vouches_for_the_server_and_else_only_to_the_stricter_side(string said, string vouched, string other)
    {
        var form = new JsonObject { ["_meta"] = new JsonObject { ["ifc"] = JsonNode.Parse(said) } };
        Assert.Equal(vouched, SaidLabel.Of(form, UpstreamContent.Label, trusted: true).ToString());
        Assert.Equal(other, SaidLabel.Of(form, UpstreamContent.Label, trusted: false).ToString());
        // Where the whole is known to be better, one block can still be said to be worse.
        Assert.Equal(new Label(Integrity.Own, Confidentiality.Public).Join(SaidLabel.Of(form, new Label(Integrity.Own, Confidentiality.Public), trusted: true)), SaidLabel.Of(form, new Label(Integrity.Own, Confidentiality.Public), trusted: false));
    }
}
