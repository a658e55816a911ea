using Harombe.Host.Configuration;

namespace Harombe.HostTests.Configuration;

public sealed class UnreadableFileTests : IDisposable
{
    private readonly ConfigurationFolder folder = new();

    [Fact]
    public void No_file_in_the_current_folder_means_defaults() => Assert.Null(folder.Loaded().Effective.File);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing here\n")]
    [InlineData("---\n")]
    [InlineData("server:\n")]
    [InlineData("server: {}\n")]
    public void File_that_sets_nothing_means_defaults(string yaml) => Assert.Equal(8000, folder.Loaded(yaml).Configuration.Server.Port);

    [Fact]
    public void Named_file_that_is_missing_is_refused() => Refused(folder.Load(file: "other.yaml"), "other.yaml: does not exist. Correct the path");

    [Fact]
    public void Default_file_that_is_a_dangling_link_is_refused()
    {
        File.CreateSymbolicLink(folder.At("harombe.yaml"), folder.At("gone.yaml"));
        Refused(folder.Load(), "harombe.yaml: does not exist.");
    }

    [Fact]
    public void Folder_is_refused()
    {
        Directory.CreateDirectory(folder.At("harombe.yaml"));
        Refused(folder.Load(), "harombe.yaml: is a folder. Name the file itself");
    }

    [Fact]
    public void File_that_cannot_be_read_is_refused() => Refused(folder.Load(file: "/proc/self/mem"), "/proc/self/mem: can't be read.");

    [Fact]
    public void Endless_device_is_refused() => Refused(folder.Load(file: "/dev/zero"), "/dev/zero: is larger than 1 MiB.");

    [Fact]
    public void File_of_exactly_one_mebibyte_is_read_and_one_byte_more_is_refused()
    {
        Assert.IsType<ConfigurationOutcome.Loaded>(folder.Load("#" + new string(' ', (1 << 20) - 1)));
        Refused(folder.Load("#" + new string(' ', 1 << 20)), "harombe.yaml: is larger than 1 MiB.");
    }

    [Fact]
    public void Invalid_utf8_is_refused_at_its_position() =>
        Refused(folder.LoadBytes([.. "model: x\nlogs: "u8, 0xC3, 0x28]), "harombe.yaml:2:7: is not valid UTF-8");

    [Fact]
    public void Utf16_is_refused_by_its_name() => Refused(folder.LoadBytes([0xFF, 0xFE, 0x61, 0x00]), "harombe.yaml:1:1: is UTF-16. Save it as UTF-8");

    [Fact]
    public void Byte_order_mark_of_utf8_is_no_part_of_the_first_key() =>
        Assert.IsType<ConfigurationOutcome.Loaded>(folder.LoadBytes([0xEF, 0xBB, 0xBF, .. "model: offline-rules\n"u8]));

    [Fact]
    public void Zero_byte_is_refused() => Refused(folder.LoadBytes([.. "model: a"u8, 0]), "harombe.yaml:1:9: has a control character");

    [Fact]
    public void Empty_file_name_is_refused() => Refused(folder.Load(file: ""), "command line --config: names no file");

    public void Dispose() => folder.Dispose();

    private static void Refused(ConfigurationOutcome outcome, string start)
    {
        var fault = Assert.Single(Assert.IsType<ConfigurationOutcome.Invalid>(outcome).Faults);
        Assert.StartsWith(start, fault.ToString(), StringComparison.Ordinal);
    }
}
