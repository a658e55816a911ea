using Harombe.Host.Configuration;
using Harombe.Host.Configuration.Values;
using Microsoft.Extensions.Logging;

namespace Harombe.HostTests.Configuration;

public sealed class DefaultsTests : IDisposable
{
    private readonly ConfigurationFolder folder = new();

    [Fact]
    public void Defaults_are_the_promised_ones()
    {
        var configuration = folder.Loaded().Configuration;
        var data = Path.Combine(folder.Home, ".local/share/harombe");
        Assert.True(configuration.Model.Name.IsOffline);
        Assert.Equal(("https://api.anthropic.com/", "anthropic/api_key"), (configuration.Model.Anthropic.BaseUrl.AbsoluteUri, configuration.Model.Anthropic.Secret?.Name));
        Assert.Equal(20, configuration.Agent.MaxSteps);
        Assert.Equal(("127.0.0.1", 8000, false, 4L << 20), (configuration.Server.Host, configuration.Server.Port, configuration.Server.AllowPlainHttp, configuration.Server.MaxBody));
        Assert.Null(configuration.Server.Tls);
        Assert.Equal((data, data + "/workspace", data + "/logs"), (configuration.Data.Folder, configuration.Workspace.Folder, configuration.Logs.Folder));
        Assert.Equal((10L << 20, 256L << 10, 1L << 20), (configuration.Workspace.MaxFile, configuration.Limits.Result, configuration.Limits.Arguments));
        Assert.Equal(TimeSpan.FromHours(24), configuration.Approvals.DeferredTimeout);
        Assert.Equal(new InteractiveTimeouts(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(120)), configuration.Approvals.Interactive);
        Assert.Equal(LogLevel.Information, configuration.Logs.Level);
    }

    [Fact]
    public void One_interactive_timeout_replaces_those_by_risk() => Assert.Equal(
        InteractiveTimeouts.Same(TimeSpan.FromSeconds(90)), folder.Loaded("security: {hitl: {timeout: 90s}}\n").Configuration.Approvals.Interactive);

    [Theory]
    [InlineData("/srv/share", "/srv/share/harombe")]
    [InlineData("relative", null)]
    [InlineData("", null)]
    public void Data_folder_follows_an_absolute_xdg_folder_only(string xdg, string? expected)
    {
        folder.Environment["XDG_DATA_HOME"] = xdg;
        Assert.Equal(expected ?? Path.Combine(folder.Home, ".local/share/harombe"), folder.Loaded().Configuration.Data.Folder);
    }

    [Fact]
    public void No_home_and_no_data_folder_is_refused()
    {
        var outcome = ConfigurationLoading.Load(new ConfigurationSources(null, folder.Path, new Dictionary<string, string>(), []));
        Assert.StartsWith("default: data.folder: has no default", Assert.Single(Assert.IsType<ConfigurationOutcome.Invalid>(outcome).Faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Isolation_and_credentials_that_exist_and_an_audit_that_is_on_are_accepted() =>
        folder.Loaded("security:\n  audit: on\n  isolation: none\n  credentials:\n    method: sealed-file\n");

    [Fact]
    public void Listening_for_others_is_accepted_with_tls_or_by_the_operators_word()
    {
        File.WriteAllText(folder.At("c.pem"), "");
        File.WriteAllText(folder.At("k.pem"), "");
        Assert.Equal(folder.At("k.pem"), folder.Loaded("server:\n  host: 0.0.0.0\n  tls: {certificate: c.pem, key: k.pem}\n").Configuration.Server.Tls?.Key);
        Assert.True(folder.Loaded("server:\n  host: '::'\n  allow_plain_http: true\n").Configuration.Server.AllowPlainHttp);
    }

    [Fact]
    public void Workspace_that_reaches_the_data_folder_through_a_link_is_refused()
    {
        Directory.CreateDirectory(folder.At("data"));
        Directory.CreateSymbolicLink(folder.At("harmless"), folder.At("data"));
        var fault = Assert.Single(folder.Faults("data: {folder: data}\nworkspace: {folder: harmless}\n"));
        Assert.Equal(("workspace.folder", "is the data folder itself"), (fault.Key, fault.Reason));
    }

    [Fact]
    public void Plugin_folder_in_the_workspace_is_refused()
    {
        Directory.CreateDirectory(folder.At("w/plugins"));
        Assert.Contains("contains plugins.folders[0]", Assert.Single(folder.Faults("workspace: {folder: w}\nplugins: {folders: [w/plugins]}\n")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_key_is_documented_and_named_once()
    {
        Assert.All(ConfigurationKeys.All, key => Assert.EndsWith(".", key.Summary, StringComparison.Ordinal));
        Assert.Equal(ConfigurationKeys.All.Length, ConfigurationKeys.All.Select(key => key.Path).Distinct().Count());
        Assert.All(ConfigurationKeys.All, key => Assert.Equal(key.Path.EndsWith("[]", StringComparison.Ordinal) && key.NotYet is null, key.Kind is ListKind));
        Assert.All(ConfigurationKeys.Working, key => Assert.Null(key.NotYet));
    }

    public void Dispose() => folder.Dispose();
}
