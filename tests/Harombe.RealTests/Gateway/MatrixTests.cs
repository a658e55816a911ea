using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Harombe.RealTests.Gateway;

/// <summary>
/// Clients and servers of three revisions over two transports, each by the TypeScript SDK of its time, with the host between them: what needs no translation
/// between the eras works in every pair, and what does need it is refused with a sentence that says so.
/// </summary>
public sealed class MatrixTests(MatrixHost matrix, ITestOutputHelper output) : IClassFixture<MatrixHost>
{
    private static readonly string[] Everything = ["list", "call", "progress", "cancel", "error", "list-changed"];

    public static TheoryData<string, string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string, string>();
            foreach (var client in MatrixHost.Revisions)
            {
                foreach (var server in MatrixHost.Revisions)
                {
                    pairs.Add(client, server, "stdio");
                    pairs.Add(client, server, "http");
                }
            }

            return pairs;
        }
    }

    [RealTheory("npm")]
    [MemberData(nameof(Pairs))]
    public async Task A_client_of_one_revision_works_with_a_server_of_another(string client, string server, string transport)
    {
        if (matrix.Clients.AreMissing(output))
        {
            return;
        }

        var name = MatrixHost.NameOf(server, transport);
        var outcome = await matrix.RunAsync(client, name, transport);

        output.WriteLine($"client {client} · server {server} · {transport}: {string.Join(" · ", outcome.Select(pair => $"{pair.Key} {pair.Value}"))}");
        Assert.Equal(client, (string?)outcome["revision"]);
        Assert.Equal(server, (await matrix.Servers.ViewAsync(name)).GetProperty("revision").GetString());
        Assert.All(Everything, what => Assert.True(((string?)outcome[what])?.StartsWith("passes", StringComparison.Ordinal), $"{what}: {outcome[what]}"));
        if (IsModern(client) == IsModern(server))
        {
            Assert.Equal("passes", (string?)outcome["ask"]);
        }
        else
        {
            // A question is asked while a call is held, or between two requests: neither becomes the other here.
            Assert.StartsWith("refused: ", (string?)outcome["ask"], StringComparison.Ordinal);
            Assert.Contains("revision", (string?)outcome["ask"], StringComparison.Ordinal);
        }
    }

    private static bool IsModern(string revision) => string.CompareOrdinal(revision, "2026") >= 0;
}

/// <summary>One host with the servers of all pairs behind it.</summary>
public sealed class MatrixHost : IAsyncLifetime
{
    private OtherServers? servers;

    internal static string[] Revisions { get; } = ["2025-06-18", "2025-11-25", "2026-07-28"];

    internal NodeClients Clients { get; } = new();

    internal OtherServers Servers => servers ?? throw new InvalidOperationException("It was not started.");

    internal static string NameOf(string revision, string transport) => $"r{revision.Replace("-", "", StringComparison.Ordinal)}-{transport}";

    public async Task InitializeAsync()
    {
        if (RealFactAttribute.Find("npm") is null)
        {
            return;
        }

        await Clients.InitializeAsync();
        if (Clients.Missing.Length > 0)
        {
            return;
        }

        servers = await OtherServers.StartAsync();
        foreach (var revision in Revisions)
        {
            await servers.AddScriptAsync(Clients, NameOf(revision, "stdio"), "matrix-server.mjs", revision, "stdio");
            await servers.AddScriptAsync(Clients, NameOf(revision, "http"), "matrix-server.mjs", revision, "http");
        }
    }

    public async Task DisposeAsync()
    {
        if (servers is not null)
        {
            await servers.DisposeAsync();
        }
    }

    /// <summary>Runs a client, over HTTP or over the bridge, and gives how each came out.</summary>
    internal async Task<JsonObject> RunAsync(string revision, string server, string transport)
    {
        var bridge = Servers.Ide.Host.Program.Start("mcp", "stdio");
        string[] place = transport == "stdio" ? [bridge.FileName, .. bridge.ArgumentList] : [Servers.Ide.Endpoint.AbsoluteUri, Servers.Ide.Token];
        var start = new ProcessStartInfo(Clients.Node, ["matrix-client.mjs", revision, server, transport, .. place]) { WorkingDirectory = Clients.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        if (transport == "stdio")
        {
            start.Environment.Clear();
            foreach (var (key, value) in bridge.Environment)
            {
                start.Environment[key] = value;
            }
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("Node did not start.");
        try
        {
            var errors = process.StandardError.ReadToEndAsync();
            var said = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(3));
            return said.Length > 0 ? JsonNode.Parse(said)!.AsObject() : throw new InvalidOperationException(await errors); // not null: it is an object
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
