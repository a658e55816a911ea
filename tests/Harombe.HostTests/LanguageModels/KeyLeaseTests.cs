using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.HostTests.Chat;
using Harombe.Testing;
using Harombe.Testing.Anthropic;
using Harombe.Testing.Ollama;
using Harombe.Testing.OpenAI;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.HostTests.LanguageModels;

/// <summary>The key of a model is leased for each turn, as a tool's credential is for each call: written down before it is used, and over when the turn is.</summary>
public sealed class KeyLeaseTests
{
    [Fact]
    public async Task A_turn_leases_its_key_once_whatever_it_asks_and_gives_it_back()
    {
        await using var host = await ChatHost.StartAsync([TestTools.Reading("echo", (text, _) => Task.FromResult(text))]);
        host.Script.Tool("echo", """{"text":"one"}""");
        host.Script.Tool("echo", """{"text":"two"}""");
        host.Script.Text("Done.");

        Assert.Equal("Done.", (await host.SayAsync("go")).Message);

        Assert.Equal(3, host.Api.Accepted.Count);
        var (granted, revoked) = Assert.Single(await host.LeasesAsync(1));
        Assert.Equal(("model__anthropic", "owner.chat", "sealed-file"), (granted.Text("tool"), granted.Text("principal"), granted.Text("store")));
        Assert.Equal("anthropic/api_key", Assert.Single(granted.GetProperty("secrets").EnumerateArray()).GetString());
        // The client above the transport has a placeholder, and no more.
        Assert.False(granted.TryGetProperty("revealed", out _));
        Assert.Equal("ended", revoked.Text("how"));
    }

    [Fact]
    public async Task Every_provider_is_sent_the_key_and_its_client_only_a_placeholder()
    {
        await using var openAI = await OpenAIServer.StartAsync();
        await using var ollama = await OllamaServer.StartAsync(wantsKey: true);
        foreach (var (endpoint, requests) in new (ModelEndpoint, Func<IEnumerable<string>>)[]
        {
            (ModelEndpoint.Of(openAI), () => openAI.Requests.Select(request => request.Headers["Authorization"])),
            (ModelEndpoint.Of(ollama), () => ollama.Requests.Select(request => request.Headers["Authorization"])),
        })
        {
            await using var host = await ChatHost.StartAsync(endpoint: endpoint);
            host.Script.Text("Here.");

            Assert.Equal("Here.", (await host.SayAsync("hello")).Message);

            Assert.Equal($"Bearer {endpoint.Key}", Assert.Single(requests()));
            // The model has a place and a key of its own: it is revoked apart from others of its provider.
            Assert.Equal("model__tested", Assert.Single(await host.LeasesAsync(1)).Granted.Text("tool"));
        }
    }

    [Theory]
    [InlineData("error")]
    [InlineData("early")]
    [InlineData("cancelled")]
    [InlineData("approval")]
    public async Task However_a_turn_ends_its_key_is_given_back(string how)
    {
        await using var host = await ChatHost.StartAsync([TestTools.Changing("change", (text, _) => Task.FromResult(text))]);
        switch (how)
        {
            case "error":
                host.Script.Fails(ApiError.Internal);
                Assert.Equal("failed", (await host.SayAsync("go")).State);
                break;
            case "early":
                host.Script.Add(new ScriptedReply([new ScriptedBlock.Text(["half"])]) { End = StreamEnd.Early });
                Assert.Equal("failed", (await host.SayAsync("go")).State);
                break;
            case "cancelled":
                var reply = host.Script.Add(new ScriptedReply([new ScriptedBlock.Text(["half ", "of"])]) { End = StreamEnd.Waits });
                using (var stream = await host.PostAsync("go"))
                {
                    await using var events = ServerEvents.ReadAsync(stream).GetAsyncEnumerator();
                    Assert.True(await events.MoveNextAsync());
                    await Eventually.BeAsync("the request", () => host.Api.Accepted.Count == 1);
                    using var cancelled = await host.CancelAsync(events.Current.Text("session"));
                    await reply.Abandoned;
                }

                break;
            case "approval":
                // While a person thinks, nothing is held; with the answer the turn leases anew.
                host.Script.Tool("change", """{"text":"one"}""");
                host.Script.Text("Changed.");
                var asked = await host.SayAsync("go");
                await host.LeasesAsync(1);
                await host.AnswerAsync(asked.Approval, approve: true);
                Assert.All(await host.LeasesAsync(2), lease => Assert.Equal("ended", lease.Revoked.Text("how")));
                return;
        }

        Assert.Equal("ended", Assert.Single(await host.LeasesAsync(1)).Revoked.Text("how"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_record_that_takes_no_end_of_a_lease_ends_no_turn_and_the_next_start_records_it(bool asks)
    {
        UnendingLog? record = null;
        await using var host = await ChatHost.StartAsync([TestTools.Changing("change", (text, _) => Task.FromResult(text))], more: services =>
        {
            var real = services.Last(service => service.ServiceType == typeof(IAuditLog)).ImplementationFactory!; // not null: it is registered by a factory
            services.AddSingleton<IAuditLog>(provider => record = new UnendingLog((IAuditLog)real(provider)));
        });
        record!.IsFull = true; // not null: the host has started
        if (asks)
        {
            host.Script.Tool("change", """{"text":"one"}""");
        }

        host.Script.Text("Done.");
        var talk = await host.SayAsync("go");
        await record.Refused;
        record.IsFull = false;
        if (asks)
        {
            Assert.Equal("waiting", talk.State);
            await host.AnswerAsync(talk.Approval, approve: true);
            await Eventually.SeeAsync("the end of the turn", async () => await host.RecordedAsync("lease.revoked") is { Count: 1 } one ? one : null);
        }
        else
        {
            Assert.Equal(("done", "Done."), (talk.State, talk.Message));
        }

        await host.RestartAsync();
        Assert.Contains(await host.LeasesAsync(asks ? 2 : 1), lease => lease.Revoked.Text("how") == "recovered");
    }

    [Fact]
    public async Task Each_model_of_a_chain_has_a_lease_of_its_own_key()
    {
        await using var first = await OpenAIServer.StartAsync();
        await using var second = await OllamaServer.StartAsync(wantsKey: true);
        await using var host = await ChatHost.StartAsync(endpoint: new ModelEndpoint("both", "", "", OpenAIServer.Key)
        {
            Secret = "cloud/key",
            Yaml = $"""
                model: cloud
                models:
                  cloud:
                    provider: openai
                    model: {OpenAIServer.Model}
                    base_url: {first.Url}
                    secret: secret://cloud/key
                    fallback: [local]
                  local:
                    provider: ollama
                    model: {OllamaServer.Model}
                    base_url: {second.Url}
                    secret: secret://proxy/key
                """,
        });
        await host.StoreAsync("proxy/key", OllamaServer.Key);
        first.Script.Fails(ApiError.Overloaded);
        second.Script.Text("Local here.");

        Assert.Equal("Local here.", (await host.SayAsync("hello")).Message);

        var leases = await host.LeasesAsync(2);
        Assert.Equal(["model__cloud", "model__local"], leases.Select(lease => lease.Granted.Text("tool")));
        Assert.Equal(["cloud/key", "proxy/key"], leases.Select(lease => lease.Granted.GetProperty("secrets")[0].GetString()));
    }

    [Fact]
    public async Task A_missing_key_refuses_the_turn_with_its_name_and_leaves_nothing_open()
    {
        await using var openAI = await OpenAIServer.StartAsync();
        await using var host = await ChatHost.StartAsync(endpoint: ModelEndpoint.Of(openAI), withKey: false);

        var talk = await host.SayAsync("hello");

        Assert.Equal("model.key", talk.Error.Text("rule"));
        Assert.Contains("secret://tested/key is not stored", talk.Error.Text("message"), StringComparison.Ordinal);
        Assert.Contains("harombe secrets set tested/key", talk.Error.Text("remedy"), StringComparison.Ordinal);
        Assert.Empty(openAI.Requests);
        Assert.Equal("failed", Assert.Single(await host.LeasesAsync(1)).Revoked.Text("how"));
    }

    [Theory]
    [InlineData("tool", "model__anthropic")]
    [InlineData("principal", "owner.chat")]
    public async Task After_an_emergency_turns_are_refused_with_the_cause_until_the_key_is_another(string kind, string name)
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Text("Before.");
        var before = await host.SayAsync("hello");
        await host.LeasesAsync(1);

        var report = await host.RevokeAsync(kind, name);

        Assert.Equal("anthropic/api_key", Assert.Single(report.GetProperty("quarantined").EnumerateArray()).GetString());
        var blocked = await host.SayAsync("and now?", before.Session);
        Assert.Equal("lease.blocked", blocked.Error.Text("rule"));
        Assert.Contains($"harombe secrets revoke --{kind} {name} --lift", blocked.Error.Text("remedy"), StringComparison.Ordinal);

        await host.RevokeAsync(kind, name, lift: true);
        var held = await host.SayAsync("and now?", before.Session);
        Assert.Equal("lease.quarantined", held.Error.Text("rule"));
        Assert.Contains("harombe secrets set anthropic/api_key", held.Error.Text("remedy"), StringComparison.Ordinal);
        Assert.Single(host.Api.Requests);

        // Another value: the provider does not know it, but it is asked again.
        await host.StoreAsync("anthropic/api_key", "sk-ant-api03-another-Vb8Lq2XzRt5Yk9Wm3");
        Assert.Equal("model.key", (await host.SayAsync("and now?", before.Session)).Error.Text("rule"));
        Assert.Equal(2, host.Api.Requests.Count);
    }

    [Fact]
    public async Task An_emergency_in_the_middle_of_a_turn_sends_nothing_more_with_the_key()
    {
        ChatHost? running = null;
        await using var host = await ChatHost.StartAsync([TestTools.Reading("echo", async (text, _) =>
        {
            var report = await running!.RevokeAsync("tool", "model__anthropic"); // not null: set before anything is said
            return $"{text} {report.GetProperty("ended").GetInt32()} ended";
        })]);
        running = host;
        host.Script.Tool("echo", """{"text":"see:"}""");
        host.Script.Text("Never asked for.");

        var talk = await host.SayAsync("go");

        Assert.Contains("1 ended", string.Concat(talk.Of("tool_result").Select(result => result.Line)), StringComparison.Ordinal);
        Assert.Equal("model.key", talk.Error.Text("rule"));
        Assert.Contains("taken back", talk.Error.Text("message"), StringComparison.Ordinal);
        Assert.Single(host.Api.Requests);
        Assert.Equal("emergency", Assert.Single(await host.LeasesAsync(1)).Revoked.Text("how"));
    }

    [Fact]
    public async Task A_review_of_a_call_leases_its_key_in_the_hosts_name()
    {
        await using var host = await ChatHost.StartAsync(yaml: "policy: { profile: cautious, reviewer: anthropic/claude-test }");
        host.Script.Tool("files_write", """{"path":"hello.txt","content":"hi"}""");
        host.Script.Text("""{"caution": true, "reason": "Ask first."}""");

        Assert.NotEmpty((await host.SayAsync("Please write a file hello.txt that says hi.")).Approval);

        Assert.Equal(["owner.chat", "host"], (await host.LeasesAsync(2)).Select(lease => lease.Granted.Text("principal")));
    }

    /// <summary>The host's record, which for a while takes no end of a lease.</summary>
    private sealed class UnendingLog(IAuditLog inner) : IAuditLog
    {
        private readonly TaskCompletionSource refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool full;

        public bool IsFull
        {
            set => full = value;
        }

        public Task Refused => refused.Task;

        public ValueTask<AuditAppend> AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
        {
            if (full && entry is LeaseChanged { Event: "revoked" })
            {
                refused.TrySetResult();
                throw new AuditUnavailableException("The disk is full.", null);
            }

            return inner.AppendAsync(entry, cancellationToken);
        }

        public ValueTask<CallFate> FateAsync(CallId call, CancellationToken cancellationToken) => inner.FateAsync(call, cancellationToken);

        public IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, CancellationToken cancellationToken) => inner.ReadAsync(query, cancellationToken);
    }
}
