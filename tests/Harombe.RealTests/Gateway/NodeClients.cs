using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Harombe.RealTests.Gateway;

/// <summary>Installs the pinned clients of node/package.json once, beside the tests' output, and starts them.</summary>
public sealed class NodeClients : IAsyncLifetime
{
    private static readonly TimeSpan InstallTime = TimeSpan.FromMinutes(5);

    // Several classes of tests have these clients and begin at once; two installs into one folder take each other's files away.
    private static readonly SemaphoreSlim Installing = new(1, 1);

    private readonly string folder = Path.Combine(AppContext.BaseDirectory, "node");

    /// <summary>Why nothing could be installed; empty when it could.</summary>
    public string Missing { get; private set; } = "";

    /// <summary>The folder of the scripts and what they need.</summary>
    internal string Folder => folder;

    /// <summary>The Node that was installed with them.</summary>
    internal string Node => Path.Combine(folder, "node_modules", ".bin", OperatingSystem.IsWindows() ? "node.cmd" : "node");

    public async Task InitializeAsync()
    {
        await Installing.WaitAsync();
        try
        {
            await InstallAsync();
        }
        finally
        {
            Installing.Release();
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private async Task InstallAsync()
    {
        if (RealFactAttribute.Find("npm") is not { } npm)
        {
            Missing = "'npm' is not on PATH.";
        }
        else if (!File.Exists(Installed) || await File.ReadAllTextAsync(Installed) != await PinnedAsync())
        {
            var (code, output) = await RunAsync(npm, ["ci", "--no-audit", "--no-fund"], InstallTime);
            if (code == 0)
            {
                await File.WriteAllTextAsync(Installed, await PinnedAsync());
            }
            else
            {
                Missing = $"npm ci ended with {code}: {output}";
            }
        }
    }

    private async Task<string> PinnedAsync() => Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(folder, "package-lock.json"))));

    // Written last and with what was installed, so that an install that was cut off, or is of other versions, is begun again.
    private string Installed => Path.Combine(folder, "node_modules", ".installed");

    /// <summary>Always false: fails the test when the clients could not be installed.</summary>
    public bool AreMissing(ITestOutputHelper output)
    {
        // Without npm the test was skipped before it began; with it, an install that fails is a failure and not a pass that ran nothing.
        Assert.True(Missing.Length == 0, Missing);
        output.WriteLine("The clients are those of node/package.json.");
        return false;
    }

    /// <summary>Starts a client that reads calls from its standard input.</summary>
    public NodeSession Start(string script, Uri endpoint, string token, string mode) =>
        new(Process.Start(Invocation(Node, [script, endpoint.AbsoluteUri, token, mode])) ?? throw new InvalidOperationException("Node did not start."));

    /// <summary>Runs a script to its end and gives the JSON that it printed.</summary>
    public async Task<JsonNode> RunAsync(string script, Uri endpoint, string token)
    {
        var (code, output) = await RunAsync(Node, [script, endpoint.AbsoluteUri, token], TimeSpan.FromMinutes(2));
        Assert.True(code == 0, $"exit {code}: {output}");
        return JsonNode.Parse(output) ?? throw new InvalidOperationException(output);
    }

    /// <summary>Runs the inspector's command line and gives what it printed.</summary>
    public async Task<JsonNode> InspectAsync(Uri endpoint, string token, params string[] arguments)
    {
        var (code, output) = await RunAsync(
            Node,
            [
                Path.Combine("node_modules", "@modelcontextprotocol", "inspector", "clients", "launcher", "build", "index.js"),
                "--cli", endpoint.AbsoluteUri, "--transport", "http", "--header", "Authorization: Bearer " + token, .. arguments,
            ],
            TimeSpan.FromMinutes(1));
        Assert.True(output.Contains('{', StringComparison.Ordinal), $"exit {code}: {output}");
        return JsonNode.Parse(output) ?? throw new InvalidOperationException(output);
    }

    /// <summary>Runs an official conformance suite against a server.</summary>
    /// <param name="package">Which: the package's folder below node_modules.</param>
    /// <param name="expected">The list of expected failures.</param>
    /// <param name="url">The server.</param>
    /// <param name="choice">Which scenarios.</param>
    public Task<(int Code, string Output)> ConformAsync(string package, string expected, string url, params string[] choice) => RunAsync(
        Node,
        [
            Path.Combine("node_modules", package, "dist", "index.js"),
            "server", "--url", url, "--expected-failures", expected, "--output-dir", Path.Combine(folder, "conformance"), .. choice,
        ],
        TimeSpan.FromMinutes(4));

    /// <summary>Runs an official conformance suite against a client.</summary>
    /// <param name="package">Which: the package's folder below node_modules.</param>
    /// <param name="expected">The list of expected failures.</param>
    /// <param name="driver">What it starts, once for each scenario: a script, and what that is told.</param>
    /// <param name="choice">Which scenarios.</param>
    public Task<(int Code, string Output)> ConformClientAsync(string package, string expected, string driver, params string[] choice) => RunAsync(
        Node,
        [
            Path.Combine("node_modules", package, "dist", "index.js"),
            "client", "--command", $"{Node} {driver}", "--expected-failures", expected, "--timeout", "60000", "--output-dir", Path.Combine(folder, "conformance"), .. choice,
        ],
        TimeSpan.FromMinutes(8));

    private async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, TimeSpan limit)
    {
        using var process = Process.Start(Invocation(program, arguments)) ?? throw new InvalidOperationException(program + " did not start.");
        using var time = new CancellationTokenSource(limit);
        process.StandardInput.Close();
        try
        {
            var errors = process.StandardError.ReadToEndAsync(time.Token);
            var output = await process.StandardOutput.ReadToEndAsync(time.Token);
            await process.WaitForExitAsync(time.Token);
            return (process.ExitCode, output.Length > 0 && process.ExitCode == 0 ? output : output + await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private ProcessStartInfo Invocation(string program, IEnumerable<string> arguments) => new(program, arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
    };
}
