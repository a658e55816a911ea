namespace Harombe.Agent.PluginChecking;

/// <summary>A rule about what the code of plugins doesn't use.</summary>
/// <param name="Name">Stable dotted name.</param>
/// <param name="What">What such code does, after "it".</param>
/// <param name="Remedy">What to do instead; where a declaration allows it, the line to add.</param>
internal sealed record CodeRule(string Name, string What, string Remedy);

/// <summary>
/// What plugins get from the host instead of taking it. A check against mistakes: trusted code that wants to get around it will, and untrusted code belongs
/// into an MCP server in a sandbox.
/// </summary>
internal static class CodeRules
{
    /// <summary>Stands for a call through a native function pointer, which names no type.</summary>
    public const string UnmanagedCall = "an unmanaged function pointer";

    public static readonly CodeRule Processes = new("code.processes", "starts or looks at processes", "Make it an MCP server and run that in a sandbox.");

    public static readonly CodeRule Sockets = new(
        "code.sockets", "opens connections by itself", "Take an HttpClient in the constructor and add to plugin.yaml: hosts: [the.host.it.needs]");

    public static readonly CodeRule Http = new(
        "code.http", "makes an HttpClient of its own", "Take an HttpClient in the constructor and add to plugin.yaml: hosts: [the.host.it.needs]");

    public static readonly CodeRule Native = new("code.native", "runs native code", "Make it an MCP server and run that in a sandbox.");

    public static readonly CodeRule Reflection = new("code.reflection", "loads or reaches code by its name", "Reference what you call, and call it directly.");

    public static readonly CodeRule Files = new(
        "code.files", "touches files by itself",
        "Take an IWorkspace in the constructor and add to plugin.yaml: paths: [workspace]. If it must touch other files, say so: paths: [anywhere]");

    public static readonly CodeRule Environment = new(
        "code.environment", "reads or changes the environment of the host, or ends it", "Take what it needs as a setting (IPluginSettings), and secrets by their names.");

    public static readonly CodeRule Console = new("code.console", "writes to the host's console", "Take an ILogger<T> in the constructor: what it writes is redacted.");

    private static readonly Dictionary<string, CodeRule> Types = new(StringComparer.Ordinal)
    {
        ["System.Diagnostics.Process"] = Processes,
        ["System.Diagnostics.ProcessStartInfo"] = Processes,
        ["System.Net.Security.SslStream"] = Sockets,
        ["System.Net.Dns"] = Sockets,
        ["System.Net.HttpListener"] = Sockets,
        ["System.Net.WebRequest"] = Sockets,
        ["System.Net.HttpWebRequest"] = Sockets,
        ["System.Net.FtpWebRequest"] = Sockets,
        ["System.Net.WebClient"] = Sockets,
        ["System.Net.WebSockets.ClientWebSocket"] = Sockets,
        ["System.Net.Mail.SmtpClient"] = Sockets,
        ["System.Net.NetworkInformation.Ping"] = Sockets,
        ["System.Net.Http.HttpClientHandler"] = Http,
        ["System.Net.Http.SocketsHttpHandler"] = Http,
        ["System.Runtime.InteropServices.NativeLibrary"] = Native,
        ["System.Runtime.InteropServices.Marshal"] = Native,
        [UnmanagedCall] = Native,
        ["System.Runtime.Loader.AssemblyLoadContext"] = Reflection,
        ["System.Runtime.Loader.AssemblyDependencyResolver"] = Reflection,
        ["System.AppDomain"] = Reflection,
        ["System.Runtime.CompilerServices.UnsafeAccessorAttribute"] = Reflection,
        ["System.Runtime.CompilerServices.UnsafeAccessorTypeAttribute"] = Reflection,
        ["System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute"] = Reflection,
        ["System.Reflection.MethodInvoker"] = Reflection,
        ["System.Reflection.ConstructorInvoker"] = Reflection,
        ["System.IO.File"] = Files,
        ["System.IO.FileInfo"] = Files,
        ["System.IO.FileStream"] = Files,
        ["System.IO.Directory"] = Files,
        ["System.IO.DirectoryInfo"] = Files,
        ["System.IO.DriveInfo"] = Files,
        ["System.IO.FileSystemWatcher"] = Files,
        ["System.IO.RandomAccess"] = Files,
        ["Microsoft.Win32.Registry"] = Environment,
        ["System.Console"] = Console,
    };

    private static readonly Dictionary<string, CodeRule> Namespaces = new(StringComparer.Ordinal)
    {
        ["System.Net.Sockets"] = Sockets,
        ["System.Net.Quic"] = Sockets,
        ["System.IO.Pipes"] = Sockets,
        ["System.Reflection.Emit"] = Reflection,
        ["System.IO.MemoryMappedFiles"] = Files,
        ["System.IO.IsolatedStorage"] = Files,
        ["System.IO.Enumeration"] = Files,
    };

    // Words for what went wrong, not ways to do it.
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "System.Net.Sockets.SocketException", "System.Net.Sockets.SocketError", "System.Net.Sockets.AddressFamily",
    };

    private static readonly Dictionary<(string Type, string Member), CodeRule> Members = new()
    {
        [("System.Net.Http.HttpClient", ".ctor")] = Http,
        [("System.Net.Http.HttpMessageInvoker", ".ctor")] = Http,
        [("System.Reflection.Assembly", "Load")] = Reflection,
        [("System.Reflection.Assembly", "LoadFrom")] = Reflection,
        [("System.Reflection.Assembly", "LoadFile")] = Reflection,
        [("System.Reflection.Assembly", "UnsafeLoadFrom")] = Reflection,
        [("System.Reflection.Assembly", "LoadWithPartialName")] = Reflection,
        [("System.Reflection.Assembly", "GetType")] = Reflection,
        [("System.Reflection.Assembly", "GetTypes")] = Reflection,
        [("System.Reflection.Assembly", "GetExportedTypes")] = Reflection,
        [("System.Reflection.Assembly", "CreateInstance")] = Reflection,
        [("System.Reflection.Assembly", "get_DefinedTypes")] = Reflection,
        [("System.Reflection.Module", "ResolveMethod")] = Reflection,
        [("System.Reflection.Module", "ResolveType")] = Reflection,
        [("System.Reflection.MethodBase", "Invoke")] = Reflection,
        [("System.Reflection.MethodInfo", "CreateDelegate")] = Reflection,
        [("System.Reflection.ConstructorInfo", "Invoke")] = Reflection,
        [("System.Reflection.PropertyInfo", "SetValue")] = Reflection,
        [("System.Reflection.PropertyInfo", "GetValue")] = Reflection,
        [("System.Reflection.FieldInfo", "SetValue")] = Reflection,
        [("System.Reflection.FieldInfo", "GetValue")] = Reflection,
        [("System.Type", "GetType")] = Reflection,
        [("System.Type", "InvokeMember")] = Reflection,
        [("System.Type", "GetTypeFromProgID")] = Reflection,
        [("System.Type", "GetTypeFromCLSID")] = Reflection,
        [("System.Activator", "CreateInstanceFrom")] = Reflection,
        [("System.Activator", "CreateInstance")] = Reflection,
        [("System.Delegate", "CreateDelegate")] = Reflection,
        [("System.Delegate", "DynamicInvoke")] = Reflection,
        [("System.Linq.Expressions.LambdaExpression", "Compile")] = Reflection,
        [("System.Linq.Expressions.Expression`1", "Compile")] = Reflection,
        [("System.Environment", "Exit")] = Environment,
        [("System.Environment", "FailFast")] = Environment,
        [("System.Environment", "GetEnvironmentVariable")] = Environment,
        [("System.Environment", "GetEnvironmentVariables")] = Environment,
        [("System.Environment", "SetEnvironmentVariable")] = Environment,
        [("System.AppContext", "SetSwitch")] = Environment,
        [("System.AppContext", "SetData")] = Environment,
    };

    /// <summary>The rule against a use; null when there is none.</summary>
    public static CodeRule? Against(CodeUse use) =>
        Harmless.Contains(use.Type) ? null
        : Types.TryGetValue(use.Type, out var rule) || Members.TryGetValue((use.Type, use.Member), out rule)
            || Namespaces.TryGetValue(use.Type[..Math.Max(0, use.Type.LastIndexOf('.'))], out rule) ? rule
        : null;
}
