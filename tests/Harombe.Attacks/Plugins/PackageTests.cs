using System.IO.Compression;
using Harombe.Agent.PluginInstalling;
using Harombe.Testing;
using Harombe.Testing.Plugins;

namespace Harombe.Attacks.Plugins;

/// <summary>A package that was made to do something else than to be a plugin.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("../evil.dll")]
    [InlineData("plugin/../../evil.dll")]
    [InlineData("plugin/..")]
    [InlineData("/etc/cron.d/evil")]
    [InlineData("plugin/./evil.dll")]
    [InlineData("plugin\\..\\..\\evil.dll")]
    [InlineData("C:/evil.dll")]
    [InlineData("plugin/evil.dll:stream")]
    [InlineData("plugin/deep/evil.dll")]
    [InlineData("plugin/evil\n.dll")]
    [InlineData("tools/../../evil")]
    public void An_entry_that_leads_elsewhere_spoils_the_whole_package(string entry) => Assert.Equal("package.path", Refused(Package((entry, [1, 2, 3]))));

    [Fact]
    public void A_link_is_refused_whatever_it_points_to()
    {
        var package = Package(archive =>
        {
            var entry = archive.CreateEntry("plugin/link.dll");
            entry.ExternalAttributes = unchecked((int)0xA1FF0000);
            using var stream = entry.Open();
            stream.Write("/etc/shadow"u8);
        });
        Assert.Equal("package.path", Refused(package));
    }

    [Fact]
    public void Two_files_of_one_name_are_refused_also_when_only_the_case_differs()
    {
        Assert.Equal("package.path", Refused(Package(("plugin/Extra.dll", [1]), ("plugin/Extra.dll", [2]))));
        Assert.Equal("package.path", Refused(Package(("plugin/Extra.dll", [1]), ("plugin/EXTRA.DLL", [2]))));
    }

    [Fact]
    public void A_small_package_that_unpacks_to_much_is_stopped_while_it_is_unpacked()
    {
        var bomb = Package(("plugin/zeros.txt", new byte[PluginPackage.MaxBytes + 1]));
        Assert.True(bomb.Length < 1_000_000);
        Assert.Equal("package.size", Refused(bomb));
    }

    [Fact]
    public void More_entries_than_any_plugin_has_are_refused() =>
        Assert.Equal("package.size", Refused(Package(archive => Enumerable.Range(0, 600).ToList().ForEach(n => archive.CreateEntry($"other/{n}")))));

    [Theory]
    [InlineData("")]
    [InlineData("PK\u0003\u0004 nothing of a zip")]
    public void What_is_no_package_is_refused(string text) => Assert.Equal("package.form", Refused(System.Text.Encoding.Latin1.GetBytes(text)));

    [Fact]
    public void A_cut_package_is_refused()
    {
        var whole = Package();
        Assert.Null(PluginPacking.Read(whole).Fault);
        for (var length = 0; length < whole.Length; length += 97)
        {
            Assert.NotNull(PluginPacking.Read(whole[..length]).Fault);
        }
    }

    [Fact]
    public void One_changed_byte_of_a_packed_file_is_another_package_or_none()
    {
        var whole = Package();
        var hash = PluginPackage.HashOf(whole);
        for (var at = 0; at < whole.Length; at += 211)
        {
            var changed = whole.ToArray();
            changed[at] ^= 0x20;
            Assert.NotEqual(hash, PluginPackage.HashOf(changed));
        }
    }

    private static string? Refused(byte[] package) => PluginPacking.Read(package).Fault?.Rule;

    private byte[] Package(params (string Name, byte[] Content)[] more) => Package(archive =>
    {
        foreach (var (name, content) in more)
        {
            using var stream = archive.CreateEntry(name, CompressionLevel.SmallestSize).Open();
            stream.Write(content);
        }
    });

    // An honest plugin, with something beside it.
    private byte[] Package(Action<ZipArchive> more)
    {
        var plugin = WrittenPlugin.Lay(folder[Guid.NewGuid().ToString("N")], WrittenPlugin.Run("return \"\";"));
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in Directory.GetFiles(plugin))
            {
                using var entry = archive.CreateEntry("plugin/" + Path.GetFileName(file)).Open();
                entry.Write(File.ReadAllBytes(file));
            }

            more(archive);
        }

        return stream.ToArray();
    }
}
