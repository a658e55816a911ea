using System.Collections.Concurrent;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Testing;
using Harombe.Testing.Roads;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Attacks.Credentials;

/// <summary>A tool that was taken over floods the host with calls while its leases are revoked. One that slips through keeps a credential.</summary>
public sealed class EmergencyRaceTests : IAsyncLifetime
{
    private const string Tool = "taken.over";

    private static readonly SecretName Token = SecretName.Parse("github/token");

    private BesiegedVault vault = null!; // set before each test

    public async Task InitializeAsync() => vault = await BesiegedVault.StartAsync();

    public async Task DisposeAsync() => await vault.DisposeAsync();

    [Fact]
    public async Task No_call_has_a_credential_once_the_emergency_has_returned()
    {
        for (var round = 0; round < Rounds.Of(5, 100); round++)
        {
            var over = false;
            var late = new ConcurrentBag<string>();
            var road = vault.Road((Tool, "github/token!", async (invocation, _) =>
            {
                while (!Volatile.Read(ref over))
                {
                    invocation.Lease?.Reveal(Token)?.Dispose();
                    await Task.Yield();
                }

                if (invocation.Lease?.Reveal(Token) is not null || invocation.Lease?.PlaceholderOf(Token) is not null)
                {
                    late.Add("a credential");
                }

                return ToolContent.OfText("done", default);
            }));
            var revocation = road.Services.GetRequiredService<ILeaseRevocation>();
            var calls = Enumerable.Range(0, 24).Select(_ => Task.Run(() => road.CallAsync(Tool).AsTask())).ToList();

            await revocation.RevokeAsync(new LeaseSubject.OfTool(ToolName.Parse(Tool)), new PrincipalId("owner"), CancellationToken.None);
            Volatile.Write(ref over, true);
            var results = await Task.WhenAll(calls);

            Assert.Empty(late);
            Assert.All(results, result => Assert.True(result is CallResult.Completed or CallResult.Refused { Reason.Rule: "lease.blocked" or "lease.quarantined" }, $"{result}"));
            Assert.Equal("lease.blocked", Assert.IsType<CallResult.Refused>(await road.CallAsync(Tool)).Reason.Rule);
            await revocation.LiftAsync(new LeaseSubject.OfTool(ToolName.Parse(Tool)), new PrincipalId("owner"), CancellationToken.None);
            await vault.AskAsync("secret/harombe/github/token", new { value = $"{BesiegedVault.Value} {round}" });
        }
    }
}
