using Harombe.Agent.PluginLoading;
using Harombe.Testing;
using Harombe.Testing.Plugins;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harombe.Tests.PluginLoading;

public sealed class CodeCheckTests : IDisposable
{
    private const string Tools = "tools:\n  run: { risk: low, read_only: true, result: own/public }";

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, string, string> AgainstARule => new()
    {
        { """return System.Diagnostics.Process.Start("id")!.Id.ToString();""", "code.processes", "StrangerPlugin.Run uses System.Diagnostics.Process" },
        { """var start = new System.Diagnostics.ProcessStartInfo("id"); return start.FileName;""", "code.processes", "System.Diagnostics.ProcessStartInfo" },
        { """using var s = new System.Net.Sockets.TcpClient("localhost", 1); return "";""", "code.sockets", "System.Net.Sockets.TcpClient" },
        { """return System.Net.Dns.GetHostName();""", "code.sockets", "System.Net.Dns" },
        { """using var c = new HttpClient(); return c.ToString()!;""", "code.http", "System.Net.Http.HttpClient..ctor" },
        { """using var h = new SocketsHttpHandler(); return "";""", "code.http", "System.Net.Http.SocketsHttpHandler" },
        { """return Marshal.ReadByte(IntPtr.Zero).ToString();""", "code.native", "System.Runtime.InteropServices.Marshal" },
        { """return Assembly.Load("System.Diagnostics.Process").FullName!;""", "code.reflection", "System.Reflection.Assembly.Load" },
        { """return Type.GetType("System.Diagnostics.Process")!.Name;""", "code.reflection", "System.Type.GetType" },
        { """return typeof(HttpClient).Assembly.GetType("System.Net.Http.SocketsHttpHandler")!.Name;""", "code.reflection", "System.Reflection.Assembly.GetType" },
        { """return (string)typeof(string).GetMethod("ToString", Type.EmptyTypes)!.Invoke("", null)!;""", "code.reflection", "System.Reflection.MethodBase.Invoke" },
        { """return Activator.CreateInstance(typeof(HttpClient))!.ToString()!;""", "code.reflection", "System.Activator.CreateInstance" },
        { """return System.Runtime.Loader.AssemblyLoadContext.Default.Name!;""", "code.reflection", "System.Runtime.Loader.AssemblyLoadContext" },
        { """var e = System.Linq.Expressions.Expression.Lambda<Func<int>>(System.Linq.Expressions.Expression.Constant(1)); return e.Compile()().ToString();""", "code.reflection", "Compile" },
        { """return new System.Reflection.Emit.DynamicMethod("a", null, null).Name;""", "code.reflection", "System.Reflection.Emit.DynamicMethod" },
        { """return File.ReadAllText("/etc/hostname");""", "code.files", "System.IO.File" },
        { """return new FileInfo("/etc/hostname").Length.ToString();""", "code.files", "System.IO.FileInfo" },
        { """return Environment.GetEnvironmentVariable("HOME")!;""", "code.environment", "System.Environment.GetEnvironmentVariable" },
        { """Environment.Exit(0); return "";""", "code.environment", "System.Environment.Exit" },
        { """Console.WriteLine("x"); return "";""", "code.console", "System.Console" },
        { """return new Uri("https://api.evil.example/x").Host;""", "code.hosts", "api.evil.example" },
        { """Func<string> later = () => File.ReadAllText("/etc/hostname"); return later();""", "code.files", "StrangerPlugin.Run" },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(AgainstARule))]
    public void Code_against_a_rule_is_refused_with_rule_member_and_remedy(string statements, string rule, string why)
    {
        var fault = Assert.Single(Load(WrittenPlugin.Run(statements)).Faults);
        Assert.Equal(rule, fault.Reason.Rule);
        Assert.Contains(why, fault.Reason.Message, StringComparison.Ordinal);
        Assert.Contains("StrangerPlugin.Run", fault.Reason.Message, StringComparison.Ordinal);
        Assert.NotEmpty(fault.Reason.Remedy);
    }

    [Fact]
    public void Method_that_people_wrote_is_named_where_the_compiler_made_another()
    {
        var fault = Assert.Single(Load("""
            [KernelFunction("run"), Description("Runs.")]
            public async Task<string> FetchAsync() { await Task.Yield(); return File.ReadAllText("/etc/hostname"); }
            """).Faults);
        Assert.Contains("Strange.StrangerPlugin.FetchAsync uses System.IO.File", fault.Reason.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[DllImport("libc")] static extern int getpid(); """ + "\n" + """[KernelFunction("run"), Description("Runs.")] public string Run() => getpid().ToString();""", "P/Invoke")]
    [InlineData("""[KernelFunction("run"), Description("Runs.")] public unsafe string Run() => ((delegate* unmanaged<int>)0)().ToString();""", "unmanaged function pointer")]
    public void Native_code_is_refused(string members, string why)
    {
        var fault = Assert.Single(Load(members).Faults);
        Assert.Equal("code.native", fault.Reason.Rule);
        Assert.Contains(why, fault.Reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Private_members_of_others_are_not_reached_by_attribute()
    {
        var fault = Assert.Single(Load("""
            [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_items")] static extern ref int[] Items(List<int> list);
            [KernelFunction("run"), Description("Runs.")] public string Run() => Items([1]).Length.ToString();
            """).Faults);
        Assert.Equal("code.reflection", fault.Reason.Rule);
    }

    [Fact]
    public void Attribute_that_opens_the_insides_of_assemblies_is_refused_even_when_the_plugin_defines_it()
    {
        var fault = Assert.Single(Load(
            WrittenPlugin.Run("return \"\";"),
            types: """namespace System.Runtime.CompilerServices { [AttributeUsage(AttributeTargets.All)] public sealed class IgnoresAccessChecksToAttribute(string name) : Attribute; [IgnoresAccessChecksTo("Harombe.Core")] public sealed class Opened; }""").Faults);
        Assert.Equal("code.reflection", fault.Reason.Rule);
    }

    [Fact]
    public void Declared_host_and_declared_files_are_let_through_and_the_remedy_is_the_line_that_does_it()
    {
        var code = WrittenPlugin.Run("""return new Uri("https://api.example.com/x").Host + File.Exists("/etc/hostname");""");
        var fault = Assert.Single(Load(code).Faults);
        Assert.Contains("hosts: [api.example.com]", fault.Reason.Remedy, StringComparison.Ordinal);
        Assert.Contains("paths: [anywhere]", fault.Reason.Remedy, StringComparison.Ordinal);
        Assert.Empty(Load(code, "hosts: [api.example.com]\npaths: [anywhere]\n" + Tools).Faults);
    }

    [Fact]
    public void Ordinary_code_passes()
    {
        Assert.Empty(Load(WrittenPlugin.Run("""
            var text = string.Join(',', new[] { 1, 2, 3 }.Select(n => n * 2));
            try { throw new IOException(text); } catch (IOException e) { text = e.Message; }
            return System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string> { ["http"] = text, ["ns"] = "http://www.w3.org/2001/XMLSchema" }) + typeof(string).Name + new object().GetType().Name;
            """)).Faults);
    }

    [Fact]
    public void Library_beside_the_plugin_is_checked_and_can_be_vouched_for_by_its_hash()
    {
        var library = WrittenPlugin.Compile("Reader", "public static class Reader { public static bool Has(string path) => System.IO.File.Exists(path); }");
        var use = WrittenPlugin.Run("return Reader.Has(\"/etc/hostname\").ToString();");
        var fault = Assert.Single(LoadWith(library, use, Tools).Faults);
        Assert.Equal("code.files", fault.Reason.Rule);
        Assert.StartsWith("Reader.dll: Reader.Has uses System.IO.File", fault.Reason.Message, StringComparison.Ordinal);
        var line = fault.Reason.Remedy[fault.Reason.Remedy.IndexOf("libraries:", StringComparison.Ordinal)..];
        Assert.Empty(LoadWith(library, use, line + "\n" + Tools).Faults);
        var changed = WrittenPlugin.Compile("Reader", "public static class Reader { public static bool Has(string path) => !System.IO.File.Exists(path); }");
        Assert.Equal("code.library", Assert.Single(LoadWith(changed, use, line + "\n" + Tools).Faults).Reason.Rule);
    }

    private PluginSource LoadWith(byte[] library, string members, string manifest)
    {
        var placed = Directory.CreateDirectory(folder["plugins/stranger"]).FullName;
        File.WriteAllBytes(Path.Combine(placed, "Reader.dll"), library);
        File.WriteAllBytes(Path.Combine(placed, "Stranger.dll"), WrittenPlugin.Compile("Stranger", WrittenPlugin.Class(members), MetadataReference.CreateFromImage(library)));
        File.WriteAllText(Path.Combine(placed, "plugin.yaml"), $"name: stranger\nversion: 1.0.0\ndescription: Written by a test.\nassembly: Stranger.dll\n{manifest}\n");
        return Source();
    }

    private PluginSource Load(string members, string manifest = Tools, string types = "")
    {
        WrittenPlugin.Lay(folder["plugins"], members, manifest, types: types);
        return Source();
    }

    private PluginSource Source() =>
        new(new PluginLoadingOptions { Folders = { folder["plugins"] } }, PluginHosts.Services());
}
