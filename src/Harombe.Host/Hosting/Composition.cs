using System.Globalization;
using Harombe.Agent;
using Harombe.Agent.PluginLoading;
using Harombe.Agent.Workspaces;
using Harombe.Audit;
using Harombe.Core;
using Harombe.Core.Guard;
using Harombe.Core.Principals;
using Harombe.Core.State;
using Harombe.Gateway;
using Harombe.Host.Access;
using Harombe.Host.Alerts;
using Harombe.Host.Backups;
using Harombe.Host.Configuration;
using Harombe.Host.Configuration.Recording;
using Harombe.Host.Configuration.Reloading;
using Harombe.Host.State;
using Harombe.Memory;
using Harombe.Policy;
using Harombe.Secrets;

namespace Harombe.Host.Hosting;

/// <summary>Which stations there are, and what each is told of the configuration.</summary>
internal static class Composition
{
    /// <summary>What a stop may take beyond the turns: open requests end, what was said is written, databases close.</summary>
    public static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(20);

    public static void AddHarombe(this IServiceCollection services, HarombeConfiguration configuration, ListeningAddress address)
    {
        var data = configuration.Data.Folder;
        services.AddSingleton(configuration);
        services.AddSingleton(address);

        // The order of the hosted services is the order of the start: the store opens, the record is recovered, and only then may anything run.
        services.AddSingleton<MigrationBackup>();
        services.AddStateStore(Path.Combine(data, "state.db"));
        services.AddHarombeAudit(options =>
        {
            options.Folder = data;
            configuration.Audit.Apply(options);
        });
        services.AddOptions<AuditOptions>().Configure<MigrationBackup>((options, backup) => options.BeforeMigration = backup.Make);
        services.AddHarombeSecrets(options =>
        {
            (options.Folder, options.Vault, options.VaultOnly) = (data, configuration.Security.Vault, configuration.Security.VaultOnly);
            (options.KeyFile, options.PassphraseFile) = (configuration.Security.KeyFile, configuration.Security.PassphraseFile);
            foreach (var plan in configuration.Security.Rotations)
            {
                options.Rotations.Add(plan);
            }
        });
        services.AddHarombeLeases();
        services.AddHarombeCore(new GuardLimits(configuration.Limits.Arguments, configuration.Limits.Result), configuration.Security.Scanner);
        services.AddHarombePolicy(options =>
        {
            options.SealKey = OwnerFile.ReadOrCreateKey(Path.Combine(data, "approvals.key"), PolicyOptions.SealKeyLength);
            options.Profile = configuration.Policy.Profile;
            (options.Folder, options.File) = (configuration.Policy.Folder, configuration.Policy.File);
            options.ReviewerTimeout = configuration.Policy.ReviewerTimeout;
            options.DeferredTimeout = configuration.Approvals.DeferredTimeout;
            options.LongestGrant = configuration.Approvals.LongestGrant;
            options.CriticalQuorum = configuration.Approvals.CriticalQuorum;
            options.LinkBase = () => configuration.Approvals.LinkBase ?? address.Url;
            foreach (var rate in configuration.Limits.Rates)
            {
                options.Rates.Add(rate);
            }

            foreach (var channel in configuration.Approvals.Approvers)
            {
                options.Approvers.Add(channel);
            }

            options.Timeout = configuration.Approvals.Interactive == InteractiveTimeouts.ByRisk ? null : configuration.Approvals.Interactive.Low;
        });
        if (configuration.Policy.Reviewer is { } reviewer)
        {
            services.AddHarombeReviewer(reviewer);
        }

        services.AddHarombeWorkspace(options =>
        {
            options.Folder = configuration.Workspace.Folder;
            options.MaxFileBytes = (int)configuration.Workspace.MaxFile;
        });
        services.AddHarombePlugins(options =>
        {
            options.Folders.Add(Path.Combine(AppContext.BaseDirectory, "plugins"));
            foreach (var folder in configuration.Plugins.Folders)
            {
                options.Folders.Add(folder);
            }

            options.Stores = Path.Combine(data, "stores");
            options.SettingsFolder = configuration.Plugins.Folder;
            options.Workspace = configuration.Workspace.Folder;
            options.Installed = Path.Combine(data, "plugins");
            foreach (var name in configuration.Plugins.Disabled)
            {
                options.Disabled.Add(name);
            }

            foreach (var (name, settings) in configuration.Plugins.Settings)
            {
                options.Settings.Add(name, settings);
            }

            foreach (var (name, said) in configuration.Plugins.Tools)
            {
                options.Tools.Add(name, said);
            }
        });
        services.AddHarombeMemory();
        services.AddHttpClient(nameof(LocalOllama)).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false });
        services.AddHarombeAgent(options => AgentSetUp.Apply(configuration, address, options));
        services.AddHarombeGateway(options =>
        {
            options.StateKey = OwnerFile.ReadOrCreateKey(Path.Combine(data, "gateway.key"), GatewayOptions.StateKeyLength);
            options.PublicUrl = () => address.Url;
            options.MessageBytes = (int)configuration.Server.MaxBody;
            options.UpstreamFolder = Path.Combine(data, "upstreams");
            foreach (var server in configuration.Mcp.Servers)
            {
                options.Upstreams.Add(server);
            }

            foreach (var view in configuration.Mcp.Views)
            {
                options.Views.Add(view.Name, view);
            }
        });
        services.AddHarombeUpstreams();
        services.AddSingleton(new StateMigrations("configuration", typeof(ConfigurationRecord).Assembly, "Harombe.Host.Configuration.Recording.Migrations"));
        services.AddSingleton<ConfigurationRecord>();
        services.AddHostedService<ConfigurationReload>();
        services.AddHarombeApprovalChannels();
        services.AddAccess(configuration.Server, data);
        services.AddAlerts(configuration.Alerts);
        services.Configure<HostOptions>(options => options.ShutdownTimeout = configuration.Server.Drain + StopMargin);
    }

    private static void AddAccess(this IServiceCollection services, ServerConfiguration server, string data)
    {
        services.AddSingleton(_ => new AccessSeals(data));
        services.AddSingleton(new StateMigrations("access", typeof(TokenStore).Assembly, "Harombe.Host.Access.Migrations"));
        services.AddSingleton<TokenStore>();
        services.AddSingleton<IPrincipals>(provider => provider.GetRequiredService<TokenStore>());
        services.AddSingleton<SignInLinks>();
        services.AddSingleton<SecretChanges>();
        services.AddSingleton<OwnerSetUp>();
        services.AddSingleton(new HostCheck([.. server.AllowedHosts, .. NamesOf(server)], server.AllowedOrigins));
    }

    // An address that the operator chose to listen on is ours, unless it is "every address".
    private static string[] NamesOf(ServerConfiguration server) =>
        server.Host is "0.0.0.0" or "::" or "[::]" ? [] : [server.Host.ToLower(CultureInfo.InvariantCulture)];
}
