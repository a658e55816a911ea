using Harombe.Agent;
using Harombe.HostTests.Chat;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.HostTests.LanguageModels;

/// <summary>
/// The one table: every provider, streaming or not, with everything that can come of asking it. Whoever the model is, the person sees the same events
/// and the record holds the same entries.
/// </summary>
public sealed class ProviderTableTests
{
    public static TheoryData<string, bool, string> Cells
    {
        get
        {
            var cells = new TheoryData<string, bool, string>();
            foreach (var provider in TableServer.Providers)
            {
                foreach (var streams in (bool[])[true, false])
                {
                    foreach (var row in TableRow.All.Where(row => row.Unsayable(provider, streams) is null))
                    {
                        cells.Add(provider, streams, row.Name);
                    }
                }
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task The_same_comes_of_it_whoever_the_model_is(string provider, bool streams, string name)
    {
        var row = TableRow.All.Single(row => row.Name == name);
        await using var server = await TableServer.StartAsync(provider);
        await using var host = await ChatHost.StartAsync(
            [TestTools.Reading("lookup", (text, _) => Task.FromResult($"the code of {text} is quince-7"))],
            server.Endpoint.Streaming(streams),
            more: services => Options(services).ModelTimeout = row.Timeout);
        row.Plays(host.Script);

        var talk = row.File is { } file
            ? await host.SayAsync("what is it?", files: [file])
            : await host.SayAsync("what is it?");

        Assert.Equal(row.Events(streams), Transcription.Of(talk).Where(line => !row.IsBroken || !line.StartsWith("token ", StringComparison.Ordinal)));
        Assert.Equal(row.Record, await Transcription.RecordAsync(host));
        if (row.File is { } sent)
        {
            Assert.Contains(server.Requests, request => request.Contains(Convert.ToBase64String(sent.Data), StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    [InlineData("ollama")]
    public async Task After_any_error_the_conversation_goes_on(string provider)
    {
        await using var server = await TableServer.StartAsync(provider);
        await using var host = await ChatHost.StartAsync(endpoint: server.Endpoint.Streaming(true));
        host.Script.Text("The word is larch.");
        var session = (await host.SayAsync("remember the word")).Session;
        foreach (var row in TableRow.All.Where(row => row.Ends && row.Name != "timeout" && row.Unsayable(provider, true) is null))
        {
            row.Plays(host.Script);
            Assert.Equal("failed", (await host.SayAsync($"and now, after {row.Name}?", session)).State);
            host.Script.Text("Still larch.");
            Assert.Equal("Still larch.", (await host.SayAsync("what was the word?", session)).Message);
            Assert.Contains("The word is larch.", server.Requests[^1], StringComparison.Ordinal);
            Assert.Contains($"and now, after {row.Name}?", server.Requests[^1], StringComparison.Ordinal);
        }
    }

    private static AgentOptions Options(IServiceCollection services) =>
        (AgentOptions)services.Single(service => service.ServiceType == typeof(AgentOptions)).ImplementationInstance!;
}
