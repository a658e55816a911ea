namespace Harombe.HostTests.WrongInput;

/// <summary>Well-formed requests for calls that make no sense: refused by the guard, or by a model that knows no such tool, and never run.</summary>
public sealed class WrongCallTests(SteadfastHost host) : IClassFixture<SteadfastHost>
{
    // who, message, what the turn says of it
    [Theory]
    [InlineData("owner", "call no.such {}", "there is no tool no.such")]
    [InlineData("owner", "call files.write {", "understand")]
    [InlineData("owner", "call files.write {]}", "one JSON object")]
    [InlineData("owner", "call files.write {}", "schema.arguments")]
    [InlineData("owner", "call files.write {\"path\":5,\"content\":\"a\"}", "schema.arguments")]
    [InlineData("owner", "call files.write {\"path\":[\"a.txt\"],\"content\":\"a\"}", "schema.arguments")]
    [InlineData("owner", "call files.write {\"path\":\"a.txt\",\"content\":null}", "schema.arguments")]
    [InlineData("owner", "call files.write {\"Path\":\"a.txt\",\"content\":\"a\"}", "schema.arguments")]
    [InlineData("owner", "call files.write {\"path\":\"a.txt\",\"content\":\"a\",\"mode\":\"777\"}", "schema.arguments")]
    [InlineData("owner", "call files.write {\"path\":\"a.txt\",\"content\":\"a\",\"replace\":\"yes\"}", "schema.arguments")]
    [InlineData("guest", "call files.read {\"path\":\"a.txt\"}", "there is no tool files.read")]
    public async Task Is_refused_and_runs_nothing(string who, string message, string says)
    {
        var before = await RunsAsync();
        var reply = await host.Who[who].ChatAsync(message);
        Assert.Equal("done", reply.GetProperty("state").GetString());
        Assert.Contains(says, reply.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(reply.GetProperty("approvals").EnumerateArray());
        Assert.Equal(before, await RunsAsync());
    }

    private async Task<(int Intents, int Questions)> RunsAsync() =>
        ((await host.Owner.AuditAsync("call.intent")).Count, (await host.Owner.AuditAsync("approval.asked")).Count);
}
