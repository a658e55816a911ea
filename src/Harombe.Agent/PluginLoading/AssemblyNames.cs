using System.Reflection;
using System.Runtime.CompilerServices;
using Harombe.Core.Tools;

namespace Harombe.Agent.PluginLoading;

/// <summary>Which assemblies a plugin shares with the host, which are its own, and which names it can't have.</summary>
internal static class AssemblyNames
{
    // Names to which the contracts show their internals. The runtime goes by the name alone, and anybody can give an assembly a name.
    private static readonly HashSet<string> Friends = typeof(ToolOffer).Assembly.GetCustomAttributes<InternalsVisibleToAttribute>()
        .Select(friend => friend.AssemblyName.Split(',')[0])
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an assembly of this name would see the inside of the guard.</summary>
    public static bool IsFriend(string name) => Friends.Contains(name);

    /// <summary>Whether it is one of the contracts: one type on both sides.</summary>
    public static bool IsShared(AssemblyName assembly) => assembly.Name is { } name && IsShared(name);

    /// <inheritdoc cref="IsShared(AssemblyName)"/>
    public static bool IsShared(string name) => name is "Harombe.Core" or "Microsoft.SemanticKernel.Abstractions" or "Microsoft.SemanticKernel.Core"
        || (name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) && name.EndsWith(".Abstractions", StringComparison.Ordinal));

    /// <summary>Whether it is a part of .NET.</summary>
    public static bool IsFramework(AssemblyName assembly) => assembly.Name is { } name
        && (name is "System" or "netstandard" or "mscorlib" or "Microsoft.CSharp"
            || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal));

    /// <summary>Whether the plugin brings it along.</summary>
    public static bool IsPrivate(AssemblyName assembly, PluginImage image) =>
        assembly.Name?.StartsWith("Harombe.", StringComparison.Ordinal) != true && image.Files.ContainsKey(FileOf(assembly));

    /// <summary>The file in which a plugin brings it along.</summary>
    public static string FileOf(AssemblyName assembly) => assembly.Name + ".dll";
}
