using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Harombe.Agent;
using Harombe.Agent.PluginLoading;
using Harombe.Audit;
using Harombe.Core.Audit;
using Harombe.Core.Guard;
using Harombe.Gateway.Endpoint;
using Harombe.Gateway.Upstreams.Administration;
using Harombe.Host.Access;
using Harombe.Host.Backups;
using Harombe.Host.Configuration;
using Harombe.Host.Configuration.Recording;
using Harombe.Host.Telemetry;
using Harombe.Policy.Approvals.Channels;
using Harombe.Policy.Rules.History;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Harombe.Host.Hosting;

/// <summary>Builds and starts the host from a checked configuration.</summary>
internal static class HarombeHost
{
    /// <summary>The host's version.</summary>
    public static string Version { get; } = typeof(HarombeHost).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>Builds the host. Nothing listens yet; the record may have been opened.</summary>
    /// <param name="configuration">What it is told.</param>
    /// <param name="more">What tests add or replace.</param>
    /// <param name="otlp">Where traces, metrics and logs go; null reads the variables of the process.</param>
    public static WebApplication Build(HarombeConfiguration configuration, Action<IServiceCollection>? more = null, OtlpVariables? otlp = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "Harombe.Host", ContentRootPath = AppContext.BaseDirectory });
        // Configuration comes from harombe.yaml and nowhere else: no appsettings.json, no ASPNETCORE_ variables.
        builder.Configuration.Sources.Clear();
        // Except OpenTelemetry's own variables, which its exporters look up there.
        otlp ??= OtlpVariables.OfProcess();
        builder.Configuration.AddInMemoryCollection(otlp.All);
        var server = configuration.Server;
        var scheme = server.Tls is null ? "http" : "https";
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = server.MaxBody;
            kestrel.Listen(server.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(server.Host), server.Port, listen =>
            {
                if (server.Tls is { } tls)
                {
                    listen.UseHttps(X509Certificate2.CreateFromPemFile(tls.Certificate, tls.Key));
                }
            });
        });
        builder.Services.AddHarombe(configuration, new ListeningAddress(new Uri($"{scheme}://{Literal(server.Host)}:{server.Port}")));
        builder.Services.AddHarombeLogs(configuration.Logs, otlp.Logs);
        builder.Services.AddHarombeTelemetry(otlp);
        builder.Services.AddSingleton<DistributedContextPropagator>(new TraceIntake());
        // Tells systemd when it is ready and when it stops; does nothing where systemd did not start it.
        builder.Services.AddSystemd();
        more?.Invoke(builder.Services);
        var app = builder.Build();
        try
        {
            Map(app);
            return app;
        }
        catch
        {
            // What was opened on the way, the record among it, is closed before the caller learns that there is no host.
            ((IDisposable)app).Dispose();
            throw;
        }
    }

    /// <summary>Starts the host: opens the store, recovers the record, checks that the guard is complete, listens.</summary>
    /// <returns>The path of the one-time sign-in link, at the first start only.</returns>
    public static async Task<string?> StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        // Resolved before anything listens: a guard with a station missing must stop the start, not the first call.
        _ = app.Services.GetRequiredService<GuardedKernel>();
        await app.Services.GetRequiredService<TokenStore>().SealAsync(cancellationToken).ConfigureAwait(false);
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First(); // not null: Kestrel has started
        app.Services.GetRequiredService<ListeningAddress>().Url = new Uri(bound);
        await app.Services.GetRequiredService<IAuditLog>().AppendAsync(
            new HostChanged("started", Version) { Time = app.Services.GetRequiredService<TimeProvider>().GetUtcNow() }, cancellationToken).ConfigureAwait(false);
        await app.Services.GetRequiredService<ConfigurationRecord>().StartedAsync(cancellationToken).ConfigureAwait(false);
        return await app.Services.GetRequiredService<OwnerSetUp>()
            .EnsureAsync(app.Services.GetRequiredService<HarombeConfiguration>().Data.Folder, cancellationToken).ConfigureAwait(false);
    }

    private static void Map(WebApplication app)
    {
        app.UseRouting();
        app.UseMiddleware<EmptyAnswers>();
        app.UseMiddleware<UnexpectedFaults>();
        app.UseMiddleware<AccessGate>();
        app.UseMiddleware<DrainGate>();
        app.MapHealth();
        app.MapPrometheusScrapingEndpoint("/metrics").WithMetadata(AccessNeeded.AnyToken);
        app.MapSignIn();
        app.MapTokens();
        app.MapSecrets();
        app.MapSecretCare();
        app.MapTools();
        app.MapAdmin();
        app.MapModelTrial();
        app.MapBackup();
        app.MapHarombeAgents(http => http.ChatCaller()).WithMetadata(AccessNeeded.AnyToken);
        app.MapHarombePlugins(http => http.Principal()).WithMetadata(AccessNeeded.Admin);
        app.MapHarombeCompletions(http => http.ChatCaller()).WithMetadata(AccessNeeded.ChatCaller);
        app.MapHarombeChat(http => http.ChatCaller()).WithMetadata(AccessNeeded.ChatCaller);
        app.MapHarombeApprovalLinks().WithMetadata(AccessNeeded.Nobody);
        app.MapHarombeApprovals(http => http.Principal()).WithMetadata(AccessNeeded.AnyToken);
        app.MapHarombePolicy().WithMetadata(AccessNeeded.Admin);
        app.MapHarombeAudit().WithMetadata(AccessNeeded.ApproverOrAdmin);
        app.MapHarombeAuditChanges(http => http.Principal()?.Id ?? default).WithMetadata(AccessNeeded.Admin);
        app.MapHarombeUpstreams(http => http.Principal()).WithMetadata(AccessNeeded.Admin);
        app.MapHarombeGateway(http => http.Principal()).WithMetadata(AccessNeeded.Caller);
    }

    private static string Literal(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host.Trim('[', ']')}]" : host;
}
