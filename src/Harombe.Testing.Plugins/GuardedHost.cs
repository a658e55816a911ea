using System.Security.Cryptography;
using System.Text.Json;
using Harombe.Agent.PluginInstalling;
using Harombe.Agent.PluginLoading;
using Harombe.Agent.Workspaces;
using Harombe.Core;
using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Guard;
using Harombe.Core.Labels;
using Harombe.Core.Plugins;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Policy;
using Harombe.Secrets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Harombe.Testing.Plugins;

/// <summary>
/// A host in memory with one plugin in it: the guard, the decisions, the scanner and the loading are the real ones; questions, record and credentials live as
/// long as the object. Thread-safe. Disposing it unloads the plugin and removes its folders.
/// </summary>
public sealed class GuardedHost : IAsyncDisposable
{
    private readonly string folder;
    private readonly GuardedHostOptions options;
    private readonly ServiceProvider services;
    private readonly PluginSource source;

    private GuardedHost(string folder, GuardedHostOptions options, ServiceProvider services)
    {
        this.folder = folder;
        this.options = options;
        this.services = services;
        source = services.GetRequiredService<PluginSource>();
        PluginName = source.Plugins[0].Name;
    }

    /// <summary>The plugin's name.</summary>
    public string PluginName { get; }

    /// <summary>The folder of the plugin's workspace, for a test to put files in and look at them.</summary>
    public string Workspace => Path.Combine(folder, "workspace");

    /// <summary>The definitions of the plugin's tools, as policy, people and models see them.</summary>
    public IReadOnlyList<ToolDefinition> Tools => [.. services.GetRequiredService<ToolCatalog>().Current.Tools.Select(tool => tool.Definition)];

    /// <summary>The record so far, in order.</summary>
    public IReadOnlyList<RecordedEntry> Record => services.GetRequiredService<MemoryAuditLog>().Entries;

    /// <summary>Loads the plugin that a class belongs to, from the folder into which the test project was built.</summary>
    /// <exception cref="PluginRefusedException">The host would not load it; the message is what the operator would read.</exception>
    public static Task<GuardedHost> LoadAsync<TPlugin>(GuardedHostOptions? options = null) =>
        LoadAsync(Path.GetDirectoryName(typeof(TPlugin).Assembly.Location) ?? AppContext.BaseDirectory, options);

    /// <summary>Loads the plugin that lies in a folder: its plugin.yaml, its assembly, and the libraries that it needs.</summary>
    /// <exception cref="PluginRefusedException">The host would not load it; the message is what the operator would read.</exception>
    public static async Task<GuardedHost> LoadAsync(string pluginFolder, GuardedHostOptions? options = null)
    {
        options ??= new GuardedHostOptions();
        var folder = Directory.CreateTempSubdirectory("harombe-").FullName;
        var name = Lay(pluginFolder, Path.Combine(folder, "plugins"));
        var host = new GuardedHost(folder, options, Build(folder, name, options));
        if (host.source.Faults is [var fault, ..])
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw new PluginRefusedException(fault.Reason);
        }

        return host;
    }

    /// <summary>Stores a secret for the plugin to lease.</summary>
    public async Task SetSecretAsync(string name, string value)
    {
        using var secret = new Secret(System.Text.Encoding.UTF8.GetBytes(value));
        await services.GetRequiredService<ISecrets>().WriteAsync(SecretName.Parse(name), secret, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Calls a tool as a client of the host does that has no conversation.</summary>
    /// <param name="tool">Its name, with or without the plugin's.</param>
    /// <param name="arguments">An object whose JSON is sent; null for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<CallReport> CallAsync(string tool, object? arguments = null, CancellationToken cancellationToken = default) => RunAsync(
        new CallRequest
        {
            Id = CallId.New(),
            Tool = tool.Contains('.', StringComparison.Ordinal) ? tool : $"{PluginName}.{tool}",
            Arguments = arguments is null ? JsonElement.Parse("{}") : JsonSerializer.SerializeToElement(arguments, arguments.GetType()),
            Principal = options.Caller,
            Session = new SessionId("ses_test"),
            Face = Face.Api,
            Label = Label.OfUser,
        },
        cancellationToken);

    /// <summary>Says yes to a waiting call as an approver, and runs it.</summary>
    public Task<CallReport> ApproveAsync(CallReport call, CancellationToken cancellationToken = default) => AnswerAsync(call, approve: true, cancellationToken);

    /// <summary>Says no to a waiting call; the report is the refusal that the model would read.</summary>
    public Task<CallReport> DenyAsync(CallReport call, CancellationToken cancellationToken = default) => AnswerAsync(call, approve: false, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(folder, recursive: true);
    }

    private static string Lay(string from, string to)
    {
        try
        {
            var (manifest, files) = PluginClosure.Of(from);
            var target = Directory.CreateDirectory(Path.Combine(to, manifest.Name)).FullName;
            foreach (var (name, content) in files)
            {
                File.WriteAllBytes(Path.Combine(target, name), content);
            }

            return manifest.Name;
        }
        catch (BrokenPluginException e)
        {
            throw new PluginRefusedException(e.Reason);
        }
    }

    private static ServiceProvider Build(string folder, string plugin, GuardedHostOptions options)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(options.Time);
        services.AddHarombeSecrets(secrets => secrets.Folder = Path.Combine(folder, "secrets"));
        services.AddHarombePolicy(policy => policy.SealKey = RandomNumberGenerator.GetBytes(PolicyOptions.SealKeyLength));
        services.RemoveAll<IApprovals>();
        services.RemoveAll<IGrants>(); // every question is the test's to answer
        services.AddSingleton<MemoryApprovals>();
        services.AddSingleton<IApprovals>(provider => provider.GetRequiredService<MemoryApprovals>());
        services.AddSingleton<MemoryAuditLog>();
        services.AddSingleton<IAuditLog>(provider => provider.GetRequiredService<MemoryAuditLog>());
        services.AddSingleton<MemoryLeases>();
        services.AddSingleton<ILeases>(provider => provider.GetRequiredService<MemoryLeases>());
        services.AddSingleton<IPlaceholderResolver>(provider => provider.GetRequiredService<MemoryLeases>());
        services.AddHarombeCore(new GuardLimits());
        services.AddHarombeWorkspace(workspace =>
        {
            workspace.Folder = Path.Combine(folder, "workspace");
            workspace.AllowPortable = true;
        });
        services.AddHarombePlugins(plugins =>
        {
            plugins.Folders.Add(Path.Combine(folder, "plugins"));
            plugins.Stores = Path.Combine(folder, "stores");
            plugins.SettingsFolder = AppContext.BaseDirectory;
            plugins.Settings[plugin] = new PluginSettings(options.SettingsJson, new Dictionary<string, string>());
        });
        return services.BuildServiceProvider();
    }

    private async Task<CallReport> RunAsync(CallRequest request, CancellationToken cancellationToken)
    {
        var progress = new Reports();
        var result = await services.GetRequiredService<GuardedKernel>().InvokeAsync(request with { Progress = progress }, cancellationToken).ConfigureAwait(false);
        var report = new CallReport
        {
            Id = request.Id,
            Tool = request.Tool,
            State = CallState.Refused,
            Decision = services.GetRequiredService<MemoryAuditLog>().DecisionOf(request.Id),
            Progress = progress.Seen,
        };
        return result switch
        {
            CallResult.Completed completed => report with { State = CallState.Completed, Content = completed.Content },
            CallResult.Failed failed => report with { State = CallState.Failed, Reason = failed.Reason },
            CallResult.Refused refused => report with { Reason = refused.Reason },
            CallResult.Pending pending => report with { State = CallState.Waiting, Approval = pending.Approval },
            _ => throw new InvalidOperationException($"Unknown result {result.GetType().Name}."),
        };
    }

    private async Task<CallReport> AnswerAsync(CallReport call, bool approve, CancellationToken cancellationToken)
    {
        var approval = call.Approval ?? throw new InvalidOperationException($"{call.Tool} doesn't wait for anybody: it is {call.State}.");
        services.GetRequiredService<MemoryApprovals>().Answer(approval.Id, approve);
        return await RunAsync(
            new CallRequest
            {
                Id = approval.Call,
                Tool = approval.Tool.Value,
                Arguments = approval.Arguments,
                Principal = options.Caller,
                Session = approval.Session,
                Face = approval.Face,
                Approval = approval.Id,
                Label = Label.OfUser,
            },
            cancellationToken).ConfigureAwait(false);
    }

    private sealed class Reports : IProgress<ToolProgress>
    {
        public List<ToolProgress> Seen { get; } = [];

        public void Report(ToolProgress value) => Seen.Add(value);
    }
}

/// <summary>The host would not load the plugin.</summary>
public sealed class PluginRefusedException(Reason reason) : Exception(reason?.ToString())
{
    /// <summary>The rule, what is wrong, and what to do.</summary>
    public Reason Reason { get; } = reason ?? throw new ArgumentNullException(nameof(reason));
}
