using System.Runtime.Versioning;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Harombe.HostTests.Commands;

/// <summary>The verbs that show what can be chosen.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class AgentVerbTests : IDisposable
{
    private readonly CommandLineRun run = new();

    [Fact]
    public async Task Models_tells_the_default_the_place_and_who_takes_over()
    {
        await using var host = await ImitatedHost.StartAsync(run.Data, (app, _) => app.MapGet("/models", () => TypedResults.Text(
            """[{"name":"fast","isDefault":true,"provider":"openai","id":"gpt-5-mini","place":"https://api.openai.com/v1","fallback":["local"],"streams":true,"inputPrice":0.25,"outputPrice":2}]""",
            "application/json")));

        Assert.Equal(0, await run.RunAsync("models", "--json"));
        using var models = JsonDocument.Parse(run.Out);
        Assert.Equal("local", models.RootElement[0].GetProperty("fallback")[0].GetString());
        Assert.Equal(0, await run.RunAsync("models"));
        Assert.Contains("fast (the default)", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agents_tells_the_schedules_too()
    {
        await using var host = await ImitatedHost.StartAsync(run.Data, (app, _) => app.MapGet("/agents", () => TypedResults.Text(
            """{"agents":[{"name":"clerk","model":"fast","tools":"files.*"}],"schedules":[{"name":"morning","cron":"0 7 * * *","zone":"UTC","agent":"clerk","next":"2026-11-27T07:00:00+00:00"}]}""",
            "application/json")));

        Assert.Equal(0, await run.RunAsync("agents"));
        Assert.Contains("clerk", run.Out, StringComparison.Ordinal);
        Assert.Contains("morning", run.Out, StringComparison.Ordinal);
    }

    public void Dispose() => run.Dispose();
}
