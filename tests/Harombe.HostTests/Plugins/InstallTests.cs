using System.Security.Cryptography;
using Harombe.Agent.PluginInstalling;
using Harombe.Core.Calls;
using Harombe.Testing;
using Harombe.Testing.Plugins;

namespace Harombe.HostTests.Plugins;

public sealed class InstallTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Package_is_installed_by_its_hash_pinned_recorded_and_removed_again()
    {
        await using var host = await PluginHost.StartAsync(_ => { });
        var package = Pack("one");
        var installed = await host.SendAsync("POST", $"/plugins?sha256={package.Sha256}", package.Bytes);
        Assert.Equal((200, "loaded"), (installed.Status, installed.Body.GetProperty("state").GetString()));
        Assert.Equal("one", await TextAsync(host));
        var pinned = Assert.Single(await host.Owner.AuditAsync("plugin.pinned"));
        Assert.Equal(("stranger", package.Sha256, "owner"), (pinned.GetProperty("name").GetString(), pinned.GetProperty("fingerprint").GetString(), pinned.GetProperty("by").GetString()));

        var next = Pack("two");
        Assert.Equal(200, (await host.SendAsync("POST", $"/plugins?sha256={next.Sha256}", next.Bytes)).Status);
        Assert.Equal("two", await TextAsync(host));
        Assert.Equal(package.Sha256, (await host.Owner.AuditAsync("plugin.pinned"))[1].GetProperty("previous").GetString());

        Assert.Equal(204, (await host.SendAsync("DELETE", "/plugins/stranger")).Status);
        Assert.Equal("tool.unknown", Assert.IsType<CallResult.Refused>(await host.CallAsync("stranger.run")).Reason.Rule);
        Assert.Single(await host.Owner.AuditAsync("plugin.removed"));
        Assert.Equal(["pins.json"], Directory.GetFileSystemEntries(host.Installed).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Package_of_another_hash_is_refused_and_nothing_is_installed()
    {
        await using var host = await PluginHost.StartAsync(_ => { });
        var package = Pack("one");
        var refused = await host.SendAsync("POST", $"/plugins?sha256={new string('0', 64)}", package.Bytes);
        Assert.Equal((422, "package.hash"), (refused.Status, refused.Body.GetProperty("rule").GetString()));
        Assert.Empty(await host.Owner.AuditAsync("plugin.pinned"));
        Assert.Empty(Directory.GetFileSystemEntries(host.Installed));
    }

    [Fact]
    public async Task Installed_plugin_whose_files_were_changed_is_not_loaded_and_the_pinned_one_stays_in_service()
    {
        await using var host = await PluginHost.StartAsync(_ => { });
        var package = Pack("one");
        await host.SendAsync("POST", $"/plugins?sha256={package.Sha256}", package.Bytes);
        File.WriteAllBytes(Path.Combine(host.Installed, "stranger", "Stranger.dll"), WrittenPlugin.Compile("Stranger", WrittenPlugin.Class(WrittenPlugin.Run("return \"evil\";"))));

        var reloaded = await host.SendAsync("POST", "/plugins/stranger/reload");
        Assert.Equal(("outdated", "plugin.pin"), (reloaded.Body.GetProperty("state").GetString(), reloaded.Body.GetProperty("fault").GetProperty("rule").GetString()));
        Assert.Equal("one", await TextAsync(host));
    }

    [Fact]
    public async Task Plugin_that_would_take_the_name_of_a_built_in_one_is_refused()
    {
        await using var host = await PluginHost.StartAsync(_ => { });
        var package = Pack("one", name: "files");
        Assert.Equal("plugin.name", (await host.SendAsync("POST", $"/plugins?sha256={package.Sha256}", package.Bytes)).Body.GetProperty("rule").GetString());
    }

    [Fact]
    public async Task Only_admins_install()
    {
        await using var host = await PluginHost.StartAsync(_ => { });
        using var caller = host.Owner.As(await host.Owner.IssueAsync("ide", "caller", ["*"]));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/plugins?sha256={new string('0', 64)}") { Content = new ByteArrayContent([1]) };
        using var response = await caller.SendAsync(request);
        Assert.Equal(403, (int)response.StatusCode);
    }

    [Fact]
    public async Task Settings_and_overrides_of_the_configuration_reach_plugins_and_tools()
    {
        await using var host = await PluginHost.StartAsync(
            plugins => WrittenPlugin.Lay(plugins, """
                private readonly Settings settings;
                public StrangerPlugin(Settings settings) => this.settings = settings;
                [KernelFunction("run"), Description("Tells.")] public string Run() => settings.Greeting;
                """, types: "namespace Strange { [PluginSettings] public sealed record Settings(string Greeting); }"),
            "  stranger: { greeting: hello }\n  tools:\n    files.read: { risk: high }\n");
        Assert.Equal("hello", await TextAsync(host));
        var tools = await host.Owner.GetAsync("/tools");
        Assert.Equal("high", tools.EnumerateArray().Single(tool => tool.GetProperty("name").GetString() == "files.read").GetProperty("risk").GetString());
    }

    [Fact]
    public void Packing_the_same_files_makes_the_same_bytes() => Assert.Equal(Pack("one").Sha256, Pack("one").Sha256);

    private PackedPlugin Pack(string word, string name = "stranger")
    {
        var outcome = PluginPacking.Pack(WrittenPlugin.Lay(folder[Guid.NewGuid().ToString("N")], WrittenPlugin.Run($"return \"{word}\";"), name: name));
        Assert.Null(outcome.Fault);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(outcome.Package!.Bytes)), outcome.Package.Sha256); // not null: there is no fault
        return outcome.Package;
    }

    private static async Task<string> TextAsync(PluginHost host) => Assert.IsType<CallResult.Completed>(await host.CallAsync("stranger.run")).Content.PlainText;
}
