using Harombe.Core.Conversations;
using Harombe.Host.Configuration;
using Harombe.Host.Hosting;
using Harombe.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Harombe.HostTests.Access;

/// <summary>The whole host inside the test's process, on a real port, with a clock that the test moves.</summary>
internal sealed class OpenHost : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private readonly WebApplication app;

    private OpenHost(TemporaryFolder folder, WebApplication app, FakeTimeProvider clock, string signIn)
    {
        (this.folder, this.app, Clock, SignIn) = (folder, app, clock, signIn);
        Owner = new HostApi(app.Services.GetRequiredService<ListeningAddress>().Url, File.ReadAllText(Path.Combine(Data, "cli.token")).Trim());
    }

    public FakeTimeProvider Clock { get; }

    /// <summary>The path of the link that the first start prints.</summary>
    public string SignIn { get; }

    public HostApi Owner { get; }

    public IConversations Conversations => app.Services.GetRequiredService<IConversations>();

    public string Data => folder["data"];

    public string Origin => Owner.Url.GetLeftPart(UriPartial.Authority);

    public static async Task<OpenHost> StartAsync(params (string Variable, string Value)[] settings)
    {
        var folder = new TemporaryFolder();
        var environment = settings.ToDictionary(setting => setting.Variable, setting => setting.Value);
        environment["HAROMBE__DATA__FOLDER"] = folder["data"];
        environment["HAROMBE__SERVER__PORT"] = "0";
        environment.TryAdd("HAROMBE__POLICY__PROFILE", "locked-down");
        var loaded = ConfigurationLoading.Load(new ConfigurationSources(null, folder.Path, environment, []));
        var configuration = Assert.IsType<ConfigurationOutcome.Loaded>(loaded).Configuration;
        var clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 31, 9, 0, 0, TimeSpan.Zero));
        DataFolder.Make(configuration.Data.Folder);
        var app = HarombeHost.Build(configuration, services => services.AddSingleton<TimeProvider>(clock));
        var signIn = await HarombeHost.StartAsync(app, CancellationToken.None);
        return new OpenHost(folder, app, clock, signIn ?? throw new InvalidOperationException("A first start prints a link."));
    }

    /// <summary>A token of its own principal, and a client that carries it.</summary>
    public async Task<HostApi> IssueAsync(string principal, string kind, string[]? tools = null, int? days = null) =>
        Owner.As(await Owner.IssueAsync(principal, kind, tools ?? ["*"], days));

    /// <summary>Sends a request; what is not given is not sent.</summary>
    public async Task<Answer> SendAsync(HostApi who, string method, string path, HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await who.SendAsync(request);
        return new Answer(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Headers.TryGetValues("Set-Cookie", out var cookies) ? string.Join('\n', cookies) : "");
    }

    public async ValueTask DisposeAsync()
    {
        Owner.Dispose();
        await app.DisposeAsync();
        folder.Dispose();
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(int Status, string Text, string Cookies)
{
    /// <summary>The rule that refused; empty where none did.</summary>
    public string Rule => Text.StartsWith('{') && System.Text.Json.JsonElement.Parse(Text).TryGetProperty("rule", out var rule) ? rule.GetString() ?? "" : "";
}
