using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Secrets.Leases;
using Harombe.Tests.Secrets.SealedFile;

namespace Harombe.Tests.Secrets.Leases;

public sealed class RefusingLeasesTests : IDisposable
{
    private readonly SealedStore store = new();

    [Fact]
    public async Task Secret_that_is_not_stored_is_named()
    {
        await store.Store("github/token", "value");
        var reason = await Refusal("github/token", "db/password");
        Assert.Equal("lease.missing", reason.Rule);
        Assert.Equal("issues.open needs secret://db/password, which is not stored.", reason.Message);
        Assert.Contains("remove the name from `secrets` where plugin issues 0.1.0 declares it", reason.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stored_secret_is_not_leased_to_a_tool_yet_and_the_reason_says_so()
    {
        await store.Store("github/token", "value");
        var reason = await Refusal("github/token");
        Assert.Equal("lease.unavailable", reason.Rule);
        Assert.Contains("secret://github/token", reason.Message, StringComparison.Ordinal);
        Assert.Contains("credentials layer", reason.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_that_cannot_be_read_refuses_with_its_cause()
    {
        await store.Store("github/token", "value");
        File.Delete(store.Key);
        var reason = await Refusal("github/token");
        Assert.Equal("lease.unavailable", reason.Rule);
        Assert.Contains("secrets.key is missing", reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Being_asked_for_a_tool_without_secrets_is_a_bug() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Refusal());

    public void Dispose() => store.Dispose();

    private async Task<Reason> Refusal(params string[] secrets)
    {
        var outcome = await new RefusingLeases(store.Open()).LeaseAsync(Call(secrets), CancellationToken.None);
        return Assert.IsType<LeaseOutcome.Refused>(outcome).Reason;
    }

    private static ToolCall Call(string[] secrets)
    {
        using var schema = JsonDocument.Parse("""{"type":"object"}""");
        using var arguments = JsonDocument.Parse("{}");
        Assert.True(ToolArguments.TryCreate(arguments.RootElement, Label.OfUser, null, out var canonical, out _));
        var tool = new ToolDefinition
        {
            Name = ToolName.Parse("issues.open"),
            Description = "Opens an issue.",
            InputSchema = schema.RootElement.Clone(),
            Origin = "plugin issues 0.1.0",
            Risk = Risk.Medium,
            Secrets = [.. secrets.Select(SecretName.Parse)],
        };
        var principal = new Principal(new PrincipalId("prn_test"), TokenKinds.Caller, ToolScope.Everything);
        return new ToolCall(CallId.New(), tool, canonical, principal, SessionId.New(), Face.Chat, Approval: null);
    }
}
