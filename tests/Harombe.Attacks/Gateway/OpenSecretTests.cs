using System.Text;
using System.Text.Json.Nodes;
using Harombe.Host.Configuration;
using Harombe.HostTests.Upstreams;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Attacks.Gateway;

/// <summary>As the file of another client that holds secrets in the open: what is added is kept as it was written, on the disk and in its backups.</summary>
public sealed class OpenSecretTests
{
    private const string Token = "ghp_" + "Q7vKx2Lr9TzWm4HdYb8NcPs3JfGu6aEe0iRt";

    [Theory]
    [InlineData("""{"name":"up","command":"npx","args":["-y","server","--token","TOKEN"]}""")]
    [InlineData("""{"name":"up","command":"npx","args":["-y","server","postgresql://app:k3J9xQw82mZp@db.example.net/x"]}""")]
    [InlineData("""{"name":"up","command":"server","args":["--password","k3J9xQw82mZpL4vB7nR1tY"]}""")]
    [InlineData("""{"name":"up","command":"server","args":["--reference secret://up/token --token TOKEN"]}""")]
    [InlineData("""{"name":"up","command":"server","env":{"SETTINGS":"{\"t\":\"TOKEN\"}"}}""")]
    [InlineData("""{"name":"up","url":"https://mcp.example.com/mcp?token=TOKEN"}""")]
    [InlineData("""{"name":"up","url":"https://mcp.example.com/mcp","headers":{"X-Key":"TOKEN"}}""")]
    public async Task Secret_anywhere_in_an_entry(string entry)
    {
        await using var host = await UpstreamHost.StartAsync();
        var (status, answer) = await host.SendAsync("POST", "/upstreams", JsonNode.Parse(entry.Replace("TOKEN", Token, StringComparison.Ordinal)));
        var said = answer.GetRawText();

        Assert.Equal(422, status);
        Assert.Contains("upstream.secret", said, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(host.Services.GetRequiredService<HarombeConfiguration>().Data.Folder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "host.lock"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes);
            Assert.DoesNotContain((string[])[Token, "k3J9xQw82mZp"], secret => said.Contains(secret, StringComparison.Ordinal) || bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0);
        }
    }

    [Theory]
    [InlineData("""{"name":"up","command":"harombe-no-such-program","args":["-e","GITHUB_TOKEN","-y","server@1.2.3"],"env":{"GITHUB_TOKEN":"secret://up/token","LOG":"info"}}""")]
    [InlineData("""{"name":"up","url":"https://mcp.example.com/mcp","headers":{"Authorization":"Bearer secret://up/token"}}""")]
    public async Task Reference_is_none(string entry)
    {
        await using var host = await UpstreamHost.StartAsync();
        var (status, answer) = await host.SendAsync("POST", "/upstreams", JsonNode.Parse(entry));
        Assert.True(status is 200 or 201, $"{status} {answer}");
    }
}
