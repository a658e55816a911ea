using Harombe.HostTests.Chat;
using Harombe.Testing.Anthropic;
using Harombe.Testing.Ollama;
using Harombe.Testing.OpenAI;

namespace Harombe.HostTests.LanguageModels;

/// <summary>One provider's server of the table.</summary>
internal sealed class TableServer : IAsyncDisposable
{
    public static readonly string[] Providers = ["anthropic", "openai", "ollama"];

    private readonly IAsyncDisposable server;
    private readonly Func<IEnumerable<string>> requests;

    private TableServer(IAsyncDisposable server, ModelEndpoint endpoint, Func<IEnumerable<string>> requests)
    {
        this.server = server;
        this.requests = requests;
        Endpoint = endpoint;
    }

    public ModelEndpoint Endpoint { get; }

    /// <summary>The bodies of the requests so far.</summary>
    public IReadOnlyList<string> Requests => [.. requests()];

    public static async Task<TableServer> StartAsync(string provider)
    {
        switch (provider)
        {
            case "anthropic":
                var anthropic = await AnthropicServer.StartAsync();
                return new(anthropic, ModelEndpoint.Of(anthropic), () => anthropic.Requests.Select(request => request.Text));
            case "openai":
                var openAI = await OpenAIServer.StartAsync();
                return new(openAI, ModelEndpoint.Of(openAI), () => openAI.Requests.Select(request => request.Text));
            case "ollama":
                var ollama = await OllamaServer.StartAsync(wantsKey: true);
                return new(ollama, ModelEndpoint.Of(ollama), () => ollama.Requests.Select(request => request.Text));
            default:
                throw new ArgumentOutOfRangeException(nameof(provider));
        }
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
