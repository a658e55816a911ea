using System.Text.Json;
using Harombe.Agent;
using Harombe.Agent.LanguageModels;
using Harombe.Audit.Entries;
using Harombe.Benchmarks.Hosting;
using Harombe.Core.Secrets;
using Harombe.Core.State;
using Harombe.Host.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Benchmarks.ChatTurns;

/// <summary>A real host to chat with, and an echo on the same Kestrel to compare with.</summary>
internal sealed class ChatHost(RealHost host, CountedStateStore state) : IAsyncDisposable
{
    private static readonly SecretName Key = SecretName.Parse("instant/key");

    public static async Task<ChatHost> StartAsync(string folder, string model)
    {
        CountedStateStore? counted = null;
        var host = await RealHost.StartAsync(
            folder,
            services =>
            {
                var made = services.Last(service => service.ServiceType == typeof(IStateStore)).ImplementationFactory!; // not null: AddStateStore gives one
                services.AddSingleton<IStateStore>(provider => counted = new CountedStateStore((IStateStore)made(provider)));
                services.AddSingleton<ILanguageModelProvider, InstantModel>();
                services.AddSingleton(new AgentOptions
                {
                    Model = model,
                    SystemPrompt = "You are Harombe.",
                    Models = { [InstantModel.Keyed] = new ModelSettings { Name = InstantModel.Keyed, Provider = InstantModel.Name, KeyHolder = InstantModel.Name, BaseUrl = new Uri("http://localhost"), Key = Key } },
                });
            },
            app => app.MapPost("/echo", (JsonElement body) => TypedResults.Json(body)).WithMetadata(AccessNeeded.Nobody));
        using var key = new Secret("a key that nobody is sent"u8.ToArray());
        await host.Services.GetRequiredService<ISecrets>().WriteAsync(Key, key, CancellationToken.None);
        return new ChatHost(host, counted!); // not null: the host opened the store
    }

    public async ValueTask EchoAsync() => await PostAsync("/echo", """{"message":"hello"}""");

    /// <summary>One turn of a conversation of its own.</summary>
    public Func<ValueTask> Turn(string message, bool tool) => async () =>
    {
        var reply = await PostAsync("/chat", $$"""{"message":"{{message}}"}""");
        if (!reply.Contains("\"done\"", StringComparison.Ordinal) || tool != reply.Contains("clock_now", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("The turn did not go as planned: " + reply);
        }
    };

    /// <summary>Commits of the state and of the record that one turn makes.</summary>
    public async Task<(double State, double Audit)> CommitsAsync(Func<ValueTask> turn, int turns)
    {
        var log = host.Services.GetRequiredService<SqliteAuditLog>();
        var (stateBefore, auditBefore) = (state.Commits, (await log.HeadAsync(CancellationToken.None)).Size);
        for (var i = 0; i < turns; i++)
        {
            await turn();
        }

        // With one turn at a time no entry shares its commit with another.
        return ((state.Commits - stateBefore) / (double)turns, ((await log.HeadAsync(CancellationToken.None)).Size - auditBefore) / (double)turns);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private async ValueTask<string> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var response = await host.Http.PostAsync(new Uri(path, UriKind.Relative), content);
        var body = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? body : throw new InvalidOperationException($"{response.StatusCode}: {body}");
    }
}
