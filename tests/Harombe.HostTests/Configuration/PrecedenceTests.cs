using System.Text.Json;
using Harombe.Host.Configuration;

namespace Harombe.HostTests.Configuration;

public sealed class PrecedenceTests : IDisposable
{
    private readonly ConfigurationFolder folder = new();

    [Theory]
    [InlineData(null, null, null, 8000, "default")]
    [InlineData(1, null, null, 1, "harombe.yaml:2")]
    [InlineData(null, 2, null, 2, "environment HAROMBE__SERVER__PORT")]
    [InlineData(null, null, 3, 3, "command line")]
    [InlineData(1, 2, null, 2, "environment HAROMBE__SERVER__PORT")]
    [InlineData(1, null, 3, 3, "command line")]
    [InlineData(null, 2, 3, 3, "command line")]
    [InlineData(1, 2, 3, 3, "command line")]
    public void Later_source_wins_and_is_named(int? file, int? variable, int? option, int expected, string origin)
    {
        if (variable is not null) folder.Environment["HAROMBE__SERVER__PORT"] = $"{variable}";
        CommandLineOverride[] overrides = option is null ? [] : [new("--port", "server.port", $"{option}")];
        var loaded = folder.Loaded(file is null ? null : $"server:\n  port: {file}\n", overrides);
        Assert.Equal(expected, loaded.Configuration.Server.Port);
        var row = Assert.Single(loaded.Effective.Describe(), row => row.Key == "server.port");
        Assert.Equal((expected.ToString(System.Globalization.CultureInfo.InvariantCulture), origin), (row.Value, row.Origin));
    }

    [Fact]
    public void Value_that_a_later_source_replaces_must_be_right_all_the_same()
    {
        folder.Environment["HAROMBE__SERVER__PORT"] = "1";
        Assert.Equal("server.port", Assert.Single(folder.Faults("server:\n  port: many\n")).Key);
    }

    [Fact]
    public void Later_list_replaces_the_earlier_one_as_a_whole()
    {
        folder.Environment["HAROMBE__PLUGINS__DISABLED"] = "files, clock";
        Assert.Equal(["files", "clock"], folder.Loaded("plugins:\n  disabled: [a, b, c]\n").Configuration.Plugins.Disabled.ToArray());
        folder.Environment["HAROMBE__PLUGINS__DISABLED"] = "";
        Assert.Empty(folder.Loaded().Configuration.Plugins.Disabled);
    }

    [Theory]
    [InlineData("HAROMBE__SERVER__PROT", "1", "environment HAROMBE__SERVER__PROT: server.prot: is not a known key. Did you mean HAROMBE__SERVER__PORT?")]
    [InlineData("HAROMBE__SERVER", "1", "environment HAROMBE__SERVER: server: is a group of keys. Set one of its keys, as in HAROMBE__SERVER__HOST")]
    [InlineData("HAROMBE__", "1", "environment HAROMBE__: : is not a known key.")]
    [InlineData("harombe__server__port", "1", "environment harombe__server__port: server.port: has a variable in lower case. Did you mean HAROMBE__SERVER__PORT?")]
    [InlineData("HAROMBE__SERVER__PORT", "x", "environment HAROMBE__SERVER__PORT: server.port: must be a whole number, but is \"x\". Write decimal digits, 0 to 65535")]
    [InlineData("HAROMBE__SERVER__PORT", "", "environment HAROMBE__SERVER__PORT: server.port: has no value.")]
    [InlineData("HAROMBE__MEMORY__ENABLED", "1", "environment HAROMBE__MEMORY__ENABLED: memory.enabled: not yet:")]
    [InlineData("HAROMBE__PLUGINS__DISABLED", "a,,b", "environment HAROMBE__PLUGINS__DISABLED: plugins.disabled: has an empty item.")]
    [InlineData("HAROMBE__WORKSPACE__FOLDER", "/", "environment HAROMBE__WORKSPACE__FOLDER: workspace.folder: contains the data folder.")]
    public void Broken_variable_is_refused_by_its_name(string name, string value, string start)
    {
        folder.Environment[name] = value;
        var fault = folder.Faults()[0].ToString();
        Assert.StartsWith(start.Replace(": : ", ": ", StringComparison.Ordinal), fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("server.port", "command line --set: server.port: has no value. Write --set key=value")]
    [InlineData("server.prot=1", "command line --set: server.prot: is not a known key. Did you mean server.port?")]
    [InlineData("server.port=70000", "command line --set: server.port: is out of range")]
    [InlineData("=1", "command line --set: is not a known key.")]
    public void Broken_set_is_refused(string argument, string start) =>
        Assert.StartsWith(start, Assert.Single(folder.Faults(null, CommandLineOverride.FromSet(argument))).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Key_given_by_two_options_is_refused() =>
        Assert.Equal(FaultKind.Duplicate, Assert.Single(folder.Faults(null, new("--port", "server.port", "1"), CommandLineOverride.FromSet("server.port=1"))).Kind);

    [Fact]
    public void Variables_of_others_are_none_of_our_business()
    {
        folder.Environment["HAROMBE_SERVER_PORT"] = "x";
        folder.Environment["PATH"] = "sk-ant-aaaaaaaaaaaaaaaa";
        Assert.Equal(8000, folder.Loaded().Configuration.Server.Port);
    }

    [Fact]
    public void Paths_start_at_the_file_in_the_file_and_at_the_current_folder_elsewhere()
    {
        Directory.CreateDirectory(folder.At("etc"));
        File.WriteAllText(folder.At("etc/h.yaml"), "data: {folder: ../data}\nlogs: {folder: ~/l}\n");
        folder.Environment["HAROMBE__WORKSPACE__FOLDER"] = "work/";
        var loaded = Assert.IsType<ConfigurationOutcome.Loaded>(folder.Load(file: "etc/h.yaml"));
        var configuration = loaded.Configuration;
        Assert.Equal((folder.At("data"), folder.At("work"), Path.Combine(folder.Home, "l")), (configuration.Data.Folder, configuration.Workspace.Folder, configuration.Logs.Folder));
        Assert.Contains(loaded.Effective.Describe(), row => row is { Key: "data.folder", Origin: "etc/h.yaml:1" });
    }

    [Fact]
    public void Description_is_json()
    {
        var json = JsonSerializer.Serialize(folder.Loaded("server:\n  port: 1\n").Effective.Describe(), DescribedSettingJson.Default.IReadOnlyListDescribedSetting);
        Assert.Contains("""{"key":"server.port","value":"1","origin":"harombe.yaml:2","type":"integer","reload":"restart"}""", json, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();
}
