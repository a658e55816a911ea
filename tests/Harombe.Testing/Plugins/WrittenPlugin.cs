using Harombe.Core.Tools;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Harombe.Testing.Plugins;

/// <summary>A plugin that a test writes as source, compiled as a stranger would compile it and laid out as on disk.</summary>
public static class WrittenPlugin
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> References = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator) // not null: every host process has it
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "Microsoft.CSharp.dll" or "Microsoft.Win32.Registry.dll"
                || name is "Microsoft.SemanticKernel.Abstractions.dll" or "Microsoft.SemanticKernel.Core.dll"
                || (name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) && name.EndsWith(".Abstractions.dll", StringComparison.Ordinal))))
            .Append(typeof(ToolOffer).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path))]);

    /// <summary>Lays the plugin <c>stranger</c> into a folder below <paramref name="plugins"/> and returns that folder.</summary>
    /// <param name="plugins">The folder whose subfolders are plugins.</param>
    /// <param name="members">What stands in its one class.</param>
    /// <param name="manifest">Lines of plugin.yaml besides name, version, description and assembly.</param>
    /// <param name="name">The plugin's name.</param>
    /// <param name="assembly">The assembly's own name.</param>
    /// <param name="types">Further types.</param>
    public static string Lay(
        string plugins,
        string members,
        string manifest = "tools:\n  run: { risk: low, read_only: true, result: own/public }",
        string name = "stranger",
        string assembly = "Stranger",
        string types = "")
    {
        var folder = Directory.CreateDirectory(Path.Combine(plugins, name)).FullName;
        File.WriteAllBytes(Path.Combine(folder, "Stranger.dll"), Compile(assembly, Class(members, types)));
        File.WriteAllText(Path.Combine(folder, "plugin.yaml"), $"name: {name}\nversion: 1.0.0\ndescription: Written by a test.\nassembly: Stranger.dll\n{manifest}\n");
        return folder;
    }

    /// <summary>The source of a plugin's one class.</summary>
    public static string Class(string members, string types = "") => $$"""
        using System;
        using System.Collections.Generic;
        using System.ComponentModel;
        using System.IO;
        using System.Linq;
        using System.Net.Http;
        using System.Reflection;
        using System.Runtime.CompilerServices;
        using System.Runtime.InteropServices;
        using System.Threading;
        using System.Threading.Tasks;
        using Harombe.Core.Calls;
        using Harombe.Core.Plugins;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Logging;
        using Microsoft.SemanticKernel;

        namespace Strange
        {
            public sealed class StrangerPlugin
            {
                {{members}}
            }
        }

        {{types}}
        """;

    /// <summary>A function <c>run</c> without arguments that does this.</summary>
    public static string Run(string statements) => $$"""
        [KernelFunction("run"), Description("Runs.")]
        public string Run() { {{statements}} }
        """;

    /// <summary>Compiles a library.</summary>
    /// <exception cref="InvalidOperationException">The source is wrong.</exception>
    public static byte[] Compile(string assembly, string source, params IEnumerable<MetadataReference> more)
    {
        var compilation = CSharpCompilation.Create(
            assembly,
            [CSharpSyntaxTree.ParseText(source)],
            [.. References.Value, .. more],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, deterministic: true));
        using var code = new MemoryStream();
        var result = compilation.Emit(code);
        return result.Success ? code.ToArray() : throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error)));
    }
}
