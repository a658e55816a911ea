using System.ComponentModel;
using System.Text;
using Harombe.Agent.PluginLoading;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Core.Plugins;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Tests.Secrets.Leases;
using Microsoft.SemanticKernel;

namespace Harombe.Tests.PluginLoading;

/// <summary>A plugin asks for its secrets as it asks for anything: in its constructor.</summary>
public sealed class CallCredentialsTests : IDisposable
{
    private readonly LeaseSite site = new();
    private readonly Mail mail = new(new CallCredentials());

    public void Dispose() => site.Dispose();

    [Theory]
    [InlineData("github/token db/password!", "github/token", "placeholder", "hrbph_")]
    [InlineData("github/token db/password!", "db/password", "reveal", "9 bytes")]
    [InlineData("github/token db/password!", "github/token", "reveal", "[rule credentials.hidden]")]
    [InlineData("github/token", "db/password", "placeholder", "[rule credentials.undeclared]")]
    [InlineData("github/token", "db/password", "reveal", "[rule credentials.hidden]")]
    [InlineData("github/token", "No Name", "reveal", "[rule credentials.name]")]
    [InlineData("", "github/token", "placeholder", "[rule credentials.outside]")]
    public async Task Plugin_gets_what_its_tool_declares_and_no_more(string declared, string asked, string how, string answer)
    {
        await site.Store.Store("github/token", "value-one");
        await site.Store.Store("db/password", "value-two");
        var body = new PluginFunction(typeof(Mail).GetMethod(nameof(Mail.AskAsync))!, mail, PluginJson.Create()).Body(Label.OfUser); // not null: it is there
        var road = site.Road(declared, body);

        var result = await road.CallAsync(LeaseSite.Tool, $$"""{"name":"{{asked}}","how":"{{how}}"}""");

        Assert.Contains(answer, result is CallResult.Completed completed ? completed.Content.PlainText : result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_that_outlives_its_call_finds_a_lease_that_is_over()
    {
        await site.Store.Store("db/password", "value-two");
        var body = new PluginFunction(typeof(Mail).GetMethod(nameof(Mail.Linger))!, mail, PluginJson.Create()).Body(Label.OfUser); // not null: it is there
        var road = site.Road("db/password!", body);

        await road.CallAsync(LeaseSite.Tool);
        mail.Over.SetResult();

        Assert.Equal(["credentials.hidden", "credentials.undeclared"], await mail.Lingering!); // not null: the call has set it
    }

    private sealed class Mail(ICredentials credentials)
    {
        public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string[]>? Lingering { get; private set; }

        [KernelFunction("ask"), Description("Asks for a secret.")]
        public async Task<string> AskAsync(string name, string how)
        {
            await Task.Yield();
            return how == "reveal" ? $"{credentials.Reveal(name).Reveal().Length} bytes" : Encoding.ASCII.GetString(Encoding.ASCII.GetBytes(credentials.Placeholder(name)));
        }

        [KernelFunction("linger"), Description("Goes on in the background.")]
        public string Linger()
        {
            Lingering = Task.Run(async () =>
            {
                await Over.Task;
                return new[] { Rule(() => credentials.Reveal("db/password")), Rule(() => credentials.Placeholder("db/password")) };
            });
            return "lingering";
        }

        private static string Rule(Func<object> ask)
        {
            try
            {
                return ask().ToString() ?? "";
            }
            catch (ToolRefusedException e)
            {
                return e.Reason.Rule;
            }
        }
    }
}
