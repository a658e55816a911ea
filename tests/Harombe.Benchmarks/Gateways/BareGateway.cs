using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Harombe.Benchmarks.Gateways;

/// <summary>
/// What is left of a gateway without any guard: the same protocol library and the same web server, which hand a call through. A process of its own,
/// <c>--bare-gateway PORT COMMAND [ARGUMENT...]</c>; the host itself has no way to be without its guard.
/// </summary>
internal static class BareGateway
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        await using var client = await McpClient.CreateAsync(
            new StdioClientTransport(new StdioClientTransportOptions { Command = arguments[1], Arguments = arguments[2..], Name = "upstream" }));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, int.Parse(arguments[0], System.Globalization.CultureInfo.InvariantCulture)));
        builder.Services.AddMcpServer().WithHttpTransport(transport => transport.SessionMode = ModelContextProtocol.AspNetCore.HttpServerSessionMode.StatefulForInitializeClients)
            .WithListToolsHandler(async (_, token) => new ListToolsResult { Tools = [.. (await client.ListToolsAsync(cancellationToken: token)).Select(tool => tool.ProtocolTool)] })
            .WithCallToolHandler((request, token) => client.CallToolAsync(request.Params, token));
        await using var app = builder.Build();
        app.MapMcp("/mcp");
        await app.RunAsync();
        return 0;
    }
}
