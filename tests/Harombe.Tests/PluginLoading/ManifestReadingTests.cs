using Harombe.Agent.PluginLoading;
using Harombe.Core.Labels;
using Harombe.Core.Tools;
using Harombe.Testing;

namespace Harombe.Tests.PluginLoading;

public sealed class ManifestReadingTests : IDisposable
{
    private const string Good = """
        name: mail
        version: 1.2.3-beta.1
        description: Sends mail.
        hosts: [smtp.example.com, "*.example.org"]
        secrets: [mail/password]
        paths: [workspace]
        tools:
          send: { risk: high, result: outside/public, hosts: [smtp.example.com] }
          peek: { risk: low, read_only: true, idempotent: true, result: own/private, secrets: [] }

        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Complete_manifest_is_read()
    {
        var manifest = Read(Good);
        Assert.Equal(("mail", "1.2.3-beta.1", "mail.dll"), (manifest.Name, manifest.Version, manifest.Assembly));
        var send = manifest.Tools["send"];
        Assert.Equal((Risk.High, false, false, Label.OfOutside), (send.Risk, send.ReadOnly, send.Idempotent, send.Result));
        Assert.Equal("smtp.example.com", Assert.Single(send.Reach.Hosts));
        Assert.Equal("mail/password", Assert.Single(send.Reach.Secrets).Value);
        Assert.Empty(manifest.Tools["peek"].Reach.Secrets);
        Assert.Equal(2, manifest.Tools["peek"].Reach.Hosts.Length);
    }

    [Fact]
    public void Revealed_secret_is_declared_by_the_plugin_and_taken_over_by_its_tools()
    {
        var manifest = Read(Good.Replace("secrets: [mail/password]", "secrets: [{ name: mail/password, reveal: true }, mail/key]", StringComparison.Ordinal));
        var send = manifest.Tools["send"].Reach;
        Assert.Equal(["mail/password", "mail/key"], send.Secrets.Select(name => name.Value));
        Assert.Equal("mail/password", Assert.Single(send.Revealed).Value);
        Assert.Empty(manifest.Tools["peek"].Reach.Revealed);
    }

    [Fact]
    public void Tool_that_tells_what_another_one_would_do_is_one_of_the_plugin_that_only_reads()
    {
        var manifest = Read(Good.Replace("risk: high, result", "risk: high, dry_run: peek, result", StringComparison.Ordinal));
        Assert.Equal("peek", manifest.Tools["send"].DryRun);
        foreach (var wrong in (string[])["send", "none"])
        {
            Assert.Contains("read_only: true", Assert.Throws<BrokenPluginException>(() => Read(Good.Replace("risk: high, result", $"risk: high, dry_run: {wrong}, result", StringComparison.Ordinal))).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("secrets: [mail/password]", "secrets: [mail/password, mail/password]", "each once")]
    [InlineData("secrets: [mail/password]", "secrets: [{ name: mail/password, revael: true }]", "unknown key 'secrets[].revael'")]
    [InlineData("secrets: [mail/password]", "secrets: [{ reveal: true }]", "has no 'secrets[].name'")]
    [InlineData("secrets: [mail/password]", "secrets: [Mail/Password]", "a list of secret names")]
    [InlineData("secrets: []", "secrets: [{ name: mail/password, reveal: true }]", "among what the plugin itself reveals")]
    public void Secrets_that_are_not_declared_right_are_refused(string good, string bad, string why) =>
        Assert.Contains(why, Assert.Throws<BrokenPluginException>(() => Read(Good.Replace(good, bad, StringComparison.Ordinal))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("name: mail", "name: Mail", "not a plugin's name")]
    [InlineData("name: mail", "name: ../mail", "not a plugin's name")]
    [InlineData("name: mail", "name: a_b", "not a plugin's name")]
    [InlineData("name: mail", "nmae: mail", "unknown key 'nmae' at line 1")]
    [InlineData("name: mail\n", "", "has no 'name'")]
    [InlineData("name: mail", "name: mail\nname: post", "not valid YAML")]
    [InlineData("name: mail", "name: &a mail", "anchor, alias or tag")]
    [InlineData("name: mail", "name: !!str mail", "anchor, alias or tag")]
    [InlineData("version: 1.2.3-beta.1", "version: latest", "not a version")]
    [InlineData("description: Sends mail.", "description: \"a\\nb\"", "not a description of one line")]
    [InlineData("name: mail", "name: mail\nassembly: ../evil.dll", "the name of a .dll in the plugin's own folder")]
    [InlineData("name: mail", "name: mail\nassembly: evil.exe", "the name of a .dll in the plugin's own folder")]
    [InlineData("risk: high", "risk: harmless", "'tools.send.risk' at line 8, which is not a risk")]
    [InlineData("risk: high", "risk: unknown", "which is not a risk")]
    [InlineData("risk: high, ", "", "has no 'tools.send.risk'")]
    [InlineData("risk: high", "risk: low", "not true of a tool that changes something")]
    [InlineData("risk: high", "risk: high, readonly: true", "unknown key 'tools.send.readonly'")]
    [InlineData("read_only: true", "read_only: \"true\"", "not true or false")]
    [InlineData("read_only: true", "read_only: yes", "not true or false")]
    [InlineData("result: outside/public, ", "", "has no 'tools.send.result'")]
    [InlineData("result: outside/public", "result: user/public", "not a label of results")]
    [InlineData("result: outside/public", "result: outside", "not a label of results")]
    [InlineData("mail/password", "Mail Password", "not a list of secret names")]
    [InlineData("[workspace]", "[/etc]", "not a list of known folders")]
    [InlineData("[smtp.example.com, ", "[\"https://smtp.example.com\", ", "not a list of host names")]
    [InlineData("[smtp.example.com, ", "[10.0.0.1, ", "not a list of host names")]
    [InlineData("[smtp.example.com, ", "[\"*\", ", "not a list of host names")]
    [InlineData("hosts: [smtp.example.com] }", "hosts: [evil.example] }", "not a list of host names|among the plugin's own hosts")]
    [InlineData("  send:", "  Send:", "not a tool's name")]
    [InlineData("  send: {", "  send: [] #{", "says nothing of the tool 'send'")]
    public void Manifest_with_a_fault_is_refused_by_name_and_line(string good, string bad, string why)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        var broken = Assert.Throws<BrokenPluginException>(() => Read(Good.Replace(good, bad, StringComparison.Ordinal)));
        Assert.Equal("plugin.manifest", broken.Reason.Rule);
        Assert.Contains(why.Split('|')[^1], broken.Reason.Message, StringComparison.Ordinal);
        Assert.NotEmpty(broken.Reason.Remedy);
    }

    [Fact]
    public void Deep_or_large_or_many_documents_are_refused()
    {
        Assert.Contains("nested deeper", Assert.Throws<BrokenPluginException>(() => Read("a: " + new string('[', 20_000))).Message, StringComparison.Ordinal);
        Assert.Contains("larger than", Assert.Throws<BrokenPluginException>(() => Read(Good + new string('#', 70_000))).Message, StringComparison.Ordinal);
        Assert.Contains("not one mapping", Assert.Throws<BrokenPluginException>(() => Read(Good + "---\na: b\n")).Message, StringComparison.Ordinal);
        Assert.Contains("not one mapping", Assert.Throws<BrokenPluginException>(() => Read("")).Message, StringComparison.Ordinal);
    }

    private PluginManifest Read(string yaml)
    {
        File.WriteAllText(folder["plugin.yaml"], yaml);
        return ManifestReading.Read(File.ReadAllBytes(folder["plugin.yaml"]));
    }
}
