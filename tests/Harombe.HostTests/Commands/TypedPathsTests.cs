using Harombe.Host.Commands.Mcp;
using Harombe.Testing;

namespace Harombe.HostTests.Commands;

/// <summary>A server is typed in one folder and runs in another.</summary>
public sealed class TypedPathsTests
{
    [Theory]
    [InlineData("node server.js", "node HERE/server.js")]
    [InlineData("./run.sh --root .", "HERE/run.sh --root HERE")]
    [InlineData("bin/run ../data", "HERE/bin/run UP/data")]
    [InlineData("node sub/server.js --config=./a.json --level=2", "node HERE/sub/server.js --config=HERE/a.json --level=2")]
    [InlineData("server.js", "server.js")]
    [InlineData("npx -y @scope/server@1 sub", "npx -y @scope/server@1 sub")]
    [InlineData("git status missing.js", "git status missing.js")]
    [InlineData("/usr/bin/x /data https://example.com/a", "/usr/bin/x /data https://example.com/a")]
    public void A_path_from_here_is_written_in_full(string typed, string written)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["sub"]);
        File.WriteAllText(folder["server.js"], "");
        File.WriteAllText(folder["sub/server.js"], "");

        var words = TypedPaths.InFull(typed.Split(' '), folder.Path);

        Assert.Equal(written.Replace("HERE", folder.Path, StringComparison.Ordinal).Replace("UP", Path.GetDirectoryName(folder.Path), StringComparison.Ordinal), string.Join(' ', words));
    }
}
