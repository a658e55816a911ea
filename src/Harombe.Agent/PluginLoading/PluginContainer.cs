using System.Reflection;
using Harombe.Core.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Harombe.Agent.PluginLoading;

/// <summary>
/// The services of one plugin: what the host gives it by its declarations, its settings, and what it adds by itself. They live as long as the loaded plugin.
/// </summary>
internal sealed class PluginContainer : IDisposable
{
    private const string Given = "Ask for HttpClient, IWorkspace, IPluginStore, ICredentials, TimeProvider, ILogger<T>, ILoggerFactory, a class with [PluginSettings], or a service that an IPluginStartup of yours adds.";

    private readonly PluginManifest manifest;
    private readonly ServiceProvider provider;

    /// <exception cref="BrokenPluginException">Its settings are wrong, or its own set-up fails.</exception>
    public PluginContainer(Assembly assembly, PluginManifest manifest, PluginServices host, PluginSettings settings)
    {
        this.manifest = manifest;
        var services = new ServiceCollection();
        foreach (var startup in assembly.GetExportedTypes().Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IPluginStartup).IsAssignableFrom(type)))
        {
            AddOwn(startup, services);
        }

        // After the plugin's own: of two registrations the last counts, and what the host gives can't be replaced.
        services.AddSingleton(host.Time);
        services.AddSingleton(host.Loggers);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        AddDeclared(services, host);
        AddSettings(assembly, services, settings);
        provider = services.BuildServiceProvider();
    }

    /// <summary>An instance of one of the plugin's classes; disposed with the plugin.</summary>
    /// <exception cref="BrokenPluginException">The class asks for what it isn't given, or its constructor fails.</exception>
    public object Create(Type type)
    {
        if (type.GetConstructors() is not [var constructor])
        {
            throw new BrokenPluginException("plugin.constructor", $"{type.Name} must have exactly one public constructor.", "Remove the others.");
        }

        var arguments = constructor.GetParameters().Select(parameter => Resolve(parameter.ParameterType, type)).ToArray();
        return Guarded(type, () => constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null));
    }

    public void Dispose() => provider.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void AddDeclared(ServiceCollection services, PluginServices host)
    {
        if (manifest.Reach.Paths.Contains("workspace"))
        {
            services.AddSingleton(host.Workspace);
        }

        if (manifest.Reach.Paths.Contains("store"))
        {
            services.AddSingleton<IPluginStore>(_ => new PluginStore(host.Store(manifest.Name)));
        }

        if (manifest.Reach.Secrets.Length > 0 || manifest.Provides)
        {
            services.AddSingleton<ICredentials>(new CallCredentials());
        }

        if (manifest.Reach.Hosts.Length > 0 || manifest.Provides)
        {
            services.AddSingleton(_ => host.Http.Create());
        }
    }

    private void AddSettings(Assembly assembly, ServiceCollection services, PluginSettings settings)
    {
        var classes = assembly.GetTypes().Where(type => type.IsDefined(typeof(PluginSettingsAttribute), inherit: false)).ToList();
        if (classes.Count > 1)
        {
            throw new BrokenPluginException("plugin.settings", $"{classes[0].Name} and {classes[1].Name} are both marked with [PluginSettings].", "Mark one, and let it have the other.");
        }

        if (classes is [var own])
        {
            services.AddSingleton(own, SettingsBinding.Bind(own, settings, manifest.Name));
        }
        else if (settings.Value.EnumerateObject().Any())
        {
            throw new BrokenPluginException(
                "plugin.settings", $"{settings.PlaceOf("$")}: plugins.{manifest.Name}: the plugin has no settings.", $"Remove plugins.{manifest.Name} from harombe.yaml.");
        }
    }

    private static void AddOwn(Type startup, ServiceCollection services)
    {
        if (startup.GetConstructor(Type.EmptyTypes) is not { } constructor)
        {
            throw new BrokenPluginException("plugin.constructor", $"{startup.Name} has no public constructor without parameters.", "Give it one: services come later.");
        }

        Guarded(startup, () =>
        {
            ((IPluginStartup)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, null, null)).AddServices(services);
            return services;
        });
    }

    private object Resolve(Type wanted, Type type)
    {
        if (wanted == typeof(IServiceProvider) || wanted == typeof(IServiceScopeFactory))
        {
            throw new BrokenPluginException("plugin.constructor", $"{type.Name} asks for a container.", Given);
        }

        return Guarded(type, () => provider.GetService(wanted)) ?? throw (wanted.Name switch
        {
            nameof(IWorkspace) => new BrokenPluginException("plugin.paths", $"{type.Name} asks for the workspace without declaring it.", "Add 'paths: [workspace]' to plugin.yaml."),
            nameof(IPluginStore) => new BrokenPluginException("plugin.paths", $"{type.Name} asks for a store without declaring it.", "Add 'paths: [store]' to plugin.yaml."),
            nameof(ICredentials) => new BrokenPluginException("plugin.secrets", $"{type.Name} asks for credentials without declaring any.", "Name them below 'secrets' in plugin.yaml."),
            nameof(HttpClient) => new BrokenPluginException("plugin.hosts", $"{type.Name} asks for an HttpClient without declaring a host.", "Add 'hosts: [the.host.it.needs]' to plugin.yaml."),
            _ => new BrokenPluginException("plugin.constructor", $"{type.Name} asks for {wanted.Name}, which plugins aren't given.", Given),
        });
    }

    private static T Guarded<T>(Type type, Func<T> run)
    {
        try
        {
            return run();
        }
        catch (Exception e) when (e is not BrokenPluginException)
        {
            throw new BrokenPluginException("plugin.constructor", $"Making {type.Name} failed: {e.GetType().Name}: {e.Message}", "Do nothing there that can fail.");
        }
    }
}
