using Harombe.Core.Calls;
using Harombe.Core.Guard;
using Harombe.Core.Labels;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.HostTests.Plugins;

public sealed class NotesPluginTests
{
    [Fact]
    public async Task Note_is_kept_apart_from_the_workspace_and_read_as_the_users_own()
    {
        await using var host = await PluginHost.StartAsync(_ => { });
        Assert.Equal("Added shopping-list.", await AgreedAsync(host, "notes.add", """{"title":"Shopping list!","text":"milk"}"""));
        var read = Assert.IsType<CallResult.Completed>(await host.CallAsync("notes.read", """{"title":"shopping list"}"""));
        Assert.Contains("milk", read.Content.PlainText, StringComparison.Ordinal);
        Assert.Equal(new Label(Integrity.Own, Confidentiality.Private), read.Content.Label);
        Assert.Equal("shopping-list", await TextAsync(host, "notes.list", "{}"));
        Assert.Contains("shopping-list: milk", await TextAsync(host, "notes.search", """{"text":"MILK"}"""), StringComparison.Ordinal);
        Assert.Equal("The folder is empty.", await TextAsync(host, "files.list", "{}"));
        Assert.Equal("Changed shopping-list.", await AgreedAsync(host, "notes.change", """{"title":"shopping list","text":"bread"}"""));
        Assert.Contains("bread", await TextAsync(host, "notes.read", """{"title":"shopping list"}"""), StringComparison.Ordinal);
        Assert.Equal("Deleted shopping-list.", await AgreedAsync(host, "notes.delete", """{"title":"shopping list"}"""));
        Assert.Equal("There are no notes yet.", await TextAsync(host, "notes.list", "{}"));
    }

    [Theory]
    [InlineData("../../etc/passwd", "workspace.missing")]
    [InlineData("...", "notes.title")]
    [InlineData("", "notes.title")]
    public async Task Title_never_leads_out_of_the_store(string title, string rule)
    {
        await using var host = await PluginHost.StartAsync(_ => { });
        var failed = Assert.IsType<CallResult.Failed>(await host.CallAsync("notes.read", System.Text.Json.JsonSerializer.Serialize(new { title })));
        Assert.Equal(rule, failed.Reason.Rule);
    }

    private static async Task<string> TextAsync(PluginHost host, string tool, string arguments) => Assert.IsType<CallResult.Completed>(await host.CallAsync(tool, arguments)).Content.PlainText;

    private static async Task<string> AgreedAsync(PluginHost host, string tool, string arguments)
    {
        var asked = Assert.IsType<CallResult.Pending>(await host.CallAsync(tool, arguments)).Approval;
        using var answered = await host.Owner.AnswerAsync(asked.Id.Value, yes: true);
        answered.EnsureSuccessStatusCode();
        var result = await host.Services.GetRequiredService<GuardedKernel>().InvokeAsync(
            new CallRequest
            {
                Id = asked.Call,
                Tool = tool,
                Arguments = asked.Arguments,
                Principal = PluginHost.Tester,
                Session = asked.Session,
                Face = asked.Face,
                Approval = asked.Id,
                Label = Label.OfUser,
            },
            CancellationToken.None);
        return Assert.IsType<CallResult.Completed>(result).Content.PlainText;
    }
}
