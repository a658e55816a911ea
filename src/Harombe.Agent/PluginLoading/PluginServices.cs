using System.Reflection;
using Harombe.Core.Plugins;
using Microsoft.Extensions.Logging;

namespace Harombe.Agent.PluginLoading;

/// <summary>The few services that a plugin's constructor may ask for. The host's own container is out of its sight.</summary>
internal sealed class PluginServices(IWorkspace workspace, TimeProvider time, ILoggerFactory loggers)
{
    /// <exception cref="BrokenPluginException">The class asks for something else, or its constructor fails.</exception>
    public object Create(Type type, PluginManifest manifest)
    {
        if (type.GetConstructors() is not [var constructor])
        {
            throw new BrokenPluginException("plugin.constructor", $"{type.Name} must have exactly one public constructor.", "Remove the others.");
        }

        var arguments = constructor.GetParameters().Select(parameter => Resolve(parameter.ParameterType, type, manifest)).ToArray();
        try
        {
            return constructor.Invoke(arguments);
        }
        catch (TargetInvocationException e)
        {
            throw new BrokenPluginException(
                "plugin.constructor", $"The constructor of {type.Name} failed: {e.InnerException?.GetType().Name}.", "Do nothing in it that can fail.");
        }
    }

    private object Resolve(Type wanted, Type plugin, PluginManifest manifest)
    {
        if (wanted == typeof(IWorkspace))
        {
            return manifest.Reach.Paths.Contains("workspace")
                ? workspace
                : throw new BrokenPluginException("plugin.paths", $"{plugin.Name} asks for the workspace without declaring it.", "Add 'paths: [workspace]' to plugin.yaml.");
        }

        if (wanted == typeof(ICredentials))
        {
            return manifest.Reach.Secrets.Length > 0
                ? new CallCredentials()
                : throw new BrokenPluginException("plugin.secrets", $"{plugin.Name} asks for credentials without declaring any.", "Name them below 'secrets' in plugin.yaml.");
        }

        if (wanted == typeof(TimeProvider))
        {
            return time;
        }

        if (wanted == typeof(ILoggerFactory))
        {
            return loggers;
        }

        if (wanted.IsGenericType && wanted.GetGenericTypeDefinition() == typeof(ILogger<>))
        {
            var logger = typeof(Logger<>).MakeGenericType(wanted.GetGenericArguments());
            return Activator.CreateInstance(logger, loggers) ?? throw new InvalidOperationException($"{logger} has no instance.");
        }

        throw new BrokenPluginException(
            "plugin.constructor",
            $"{plugin.Name} asks for {wanted.Name}, which plugins aren't given.",
            "Ask for IWorkspace, ICredentials, TimeProvider, ILogger<T> or ILoggerFactory.");
    }
}
