using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Harombe.Agent;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Host.Access;
using Harombe.Host.Hosting;
using Harombe.Host.Telemetry;
using Harombe.HostTests.Configuration;
using Harombe.Testing.Anthropic;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.HostTests.Chat;

/// <summary>The real host on a free port with a data folder of its own, and the model's API beside it.</summary>
internal sealed class ChatHost : IAsyncDisposable
{
    private readonly ConfigurationFolder folder = new();
    private readonly ToolOffer[] tools;
    private readonly Action<IServiceCollection>? more;
    private readonly OtlpVariables? otlp;
    private WebApplication? app;

    private ChatHost(AnthropicServer api, Script script, ToolOffer[] tools, Action<IServiceCollection>? more, OtlpVariables? otlp)
    {
        Api = api;
        Script = script;
        this.tools = tools;
        this.more = more;
        this.otlp = otlp;
    }

    public AnthropicServer Api { get; }

    /// <summary>What the model answers; nobody reads it where the endpoint is a real one.</summary>
    public Script Script { get; }

    public HttpClient Client { get; private set; } = new();

    public IServiceProvider Services => app!.Services;

    public string Data => folder.At("data");

    public string Workspace => folder.At("work");

    public static async Task<ChatHost> StartAsync(
        ToolOffer[]? tools = null, ModelEndpoint? endpoint = null, bool withKey = true, string yaml = "", Action<IServiceCollection>? more = null, OtlpVariables? otlp = null)
    {
        var api = await AnthropicServer.StartAsync();
        endpoint ??= ModelEndpoint.Of(api);
        var host = new ChatHost(api, endpoint.Script ?? api.Script, tools ?? [], more, otlp);
        Directory.CreateDirectory(host.Workspace);
        File.WriteAllText(host.folder.At("harombe.yaml"), $"""
            {endpoint.Yaml}
            server:
              port: 0
              drain: 0s
            data:
              folder: {host.folder.At("data")}
            workspace:
              folder: {host.Workspace}
            logs:
              level: trace
            {yaml}
            {(yaml.Contains("policy:", StringComparison.Ordinal) ? "" : "policy: { profile: locked-down }")}
            """);
        await host.UpAsync();
        if (withKey)
        {
            await host.StoreAsync(endpoint.Secret, endpoint.Key);
        }

        return host;
    }

    public async Task StoreAsync(string name, string value)
    {
        using var secret = new Secret(Encoding.UTF8.GetBytes(value));
        await Services.GetRequiredService<ISecrets>().WriteAsync(SecretName.Parse(name), secret, CancellationToken.None);
    }

    /// <summary>Stops the host and starts another over the same folder.</summary>
    public async Task RestartAsync()
    {
        await DownAsync();
        await UpAsync();
    }

    public async Task DownAsync()
    {
        Client.Dispose();
        await app!.StopAsync();
        await app.DisposeAsync();
        app = null;
    }

    public async Task UpAsync()
    {
        var configuration = folder.Loaded().Configuration;
        Directory.CreateDirectory(configuration.Data.Folder);
        app = HarombeHost.Build(configuration, services =>
        {
            services.AddSingleton<IToolSource>(new TestTools(tools));
            // An error is what these tests are after; how often the SDK tries again is a test of its own.
            ((AgentOptions)services.Single(service => service.ServiceType == typeof(AgentOptions)).ImplementationInstance!).ModelRetries = 0;
            more?.Invoke(services);
        }, otlp);
        await HarombeHost.StartAsync(app, CancellationToken.None);
        Client = new HttpClient { BaseAddress = Services.GetRequiredService<ListeningAddress>().Url, Timeout = TimeSpan.FromMinutes(2) };
        var token = await File.ReadAllTextAsync(Path.Combine(configuration.Data.Folder, OwnerSetUp.CommandLineToken));
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
    }

    /// <summary>Sends a message and reads the stream of its turn until it stands still.</summary>
    public async Task<Talk> SayAsync(string message, string? session = null, SentFile[]? files = null, string? model = null, string? agent = null)
    {
        using var response = await PostAsync(message, session, files, model, agent);
        return new Talk(await ServerEvents.ReadAllAsync(response));
    }

    /// <summary>Sends a message and leaves the stream to the test.</summary>
    public async Task<HttpResponseMessage> PostAsync(string message, string? session = null, SentFile[]? files = null, string? model = null, string? agent = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/chat/stream") { Content = JsonContent.Create(new { message, session, model, agent, attachments = files }) };
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Watches a conversation from after the given event.</summary>
    public async Task<HttpResponseMessage> WatchAsync(string session, long? after = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/chat/{session}/stream");
        if (after is { } id)
        {
            request.Headers.Add("Last-Event-ID", $"{id}");
        }

        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task AnswerAsync(string approval, bool approve, string? reason = null)
    {
        using var response = await Client.PostAsJsonAsync($"/approvals/{approval}", new { answer = approve ? "approve" : "deny", reason });
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The one question that waits.</summary>
    public async Task<string> WaitingApprovalAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/approvals?state=waiting") { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("application/json") } } };
        using var response = await Client.SendAsync(request);
        var list = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        return Assert.Single(list.GetProperty("approvals").EnumerateArray()).GetProperty("id").GetString()!; // not null: every question has one
    }

    public Task<HttpResponseMessage> CancelAsync(string session) => Client.PostAsync($"/chat/{session}/cancel", null);

    /// <summary>Every file below the data folder that holds one of the texts, as UTF-8 or UTF-16. The host may run.</summary>
    public IReadOnlyList<string> FilesWith(params string[] texts) => PlaintextSearch.FilesWith(folder.At("data"), texts);

    /// <summary>Every file below the data folder that holds one of these.</summary>
    public IReadOnlyList<string> FilesHolding(IEnumerable<byte[]> needles) => PlaintextSearch.FilesHolding(folder.At("data"), [.. needles]);

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        Client.Dispose();
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        folder.Dispose();
    }
}
