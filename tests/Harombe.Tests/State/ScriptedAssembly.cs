using System.Reflection;
using System.Text;
using Harombe.Core.State;

namespace Harombe.Tests.State;

/// <summary>An assembly that carries the given files as resources, so that one test can play several builds.</summary>
internal sealed class ScriptedAssembly(params (string File, string Sql)[] files) : Assembly
{
    public const string Prefix = "Scripted.Migrations";

    public static StateMigrations Station(string name, params (string File, string Sql)[] files) => new(name, new ScriptedAssembly(files), Prefix);

    public override string FullName => $"{Prefix} ({string.Join(", ", files.Select(file => file.File))})";

    public override string[] GetManifestResourceNames() => [.. files.Select(file => $"{Prefix}.{file.File}"), "Scripted.Other.0001_other.sql"];

    public override Stream? GetManifestResourceStream(string name) =>
        new MemoryStream(Encoding.UTF8.GetBytes(files.Single(file => $"{Prefix}.{file.File}" == name).Sql));
}
