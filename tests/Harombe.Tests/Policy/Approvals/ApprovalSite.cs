using System.Net.Http.Headers;
using System.Text;
using Harombe.Core.Principals;
using Harombe.Policy.Approvals.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Harombe.Tests.Policy.Approvals;

/// <summary>The approvals endpoints on a real Kestrel. A request names its principal in a header, as a token would.</summary>
internal sealed class ApprovalSite : IAsyncDisposable
{
    private readonly WebApplication app;

    private ApprovalSite(PolicyHost host, WebApplication app)
    {
        Host = host;
        this.app = app;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public PolicyHost Host { get; }

    public HttpClient Http { get; }

    public string Origin => Http.BaseAddress!.GetLeftPart(UriPartial.Authority);

    public static async Task<ApprovalSite> StartAsync()
    {
        var host = await PolicyHost.StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(host.Approvals);
        builder.Services.AddSingleton(host.Grants);
        builder.Services.AddSingleton(host.Previewing);
        var app = builder.Build();
        app.MapHarombeApprovals(context => (string?)context.Request.Headers["X-Test-Principal"] switch
        {
            "ide" => Calls.Ide,
            "other-ide" => Calls.OtherIde,
            "ann" => Calls.Ann,
            "bob" => Calls.Bob,
            "root" => new Principal(new PrincipalId("root"), TokenKinds.Admin, ToolScope.Nothing),
            _ => null,
        });
        await app.StartAsync();
        return new ApprovalSite(host, app);
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? who, string accept = "application/json") =>
        SendAsync(HttpMethod.Get, path, who, null, accept, null);

    public Task<HttpResponseMessage> PostJsonAsync(string path, string? who, string json, string? origin = null) =>
        SendAsync(HttpMethod.Post, path, who, new StringContent(json, Encoding.UTF8, "application/json"), "application/json", origin);

    public Task<HttpResponseMessage> PostFormAsync(string path, string? who, string form, string? origin) =>
        SendAsync(HttpMethod.Post, path, who, new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"), "text/html", origin);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
        await Host.DisposeAsync();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? who, HttpContent? content, string accept, string? origin)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        if (who is not null)
        {
            request.Headers.Add("X-Test-Principal", who);
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await Http.SendAsync(request);
    }
}
