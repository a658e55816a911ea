using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Harombe.RealTests.Gateway;
using Harombe.Testing;

namespace Harombe.RealTests.Deploy;

public sealed partial class UnitTests
{
    private static readonly string Unit = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../deploy/systemd/harombe.service"));

    [RealFact("systemd-analyze")]
    public async Task Unit_is_one_that_systemd_understands_and_leaves_little_exposed()
    {
        using var folder = new TemporaryFolder();
        var unit = folder["harombe.service"];
        // The program isn't installed here; everything else is taken as it is.
        await File.WriteAllTextAsync(unit, (await File.ReadAllTextAsync(Unit)).Replace("/opt/harombe/Harombe.Host", "/bin/true", StringComparison.Ordinal));

        var (code, said) = await RunAsync("systemd-analyze", "verify", unit);
        Assert.True(code == 0 && said.Trim().Length == 0, said);
        (_, said) = await RunAsync("systemd-analyze", "security", "--offline=true", "--no-pager", unit);
        var exposure = double.Parse(Exposure().Match(said).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(exposure, 0, 1.5);
    }

    [Fact]
    public async Task Host_tells_the_service_manager_when_it_is_ready_and_when_it_stops_and_takes_its_key_from_it()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // There is no systemd elsewhere.
        }

        using var folder = new TemporaryFolder();
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(folder["notify"]));
        Directory.CreateDirectory(folder["credentials"]);
        await File.WriteAllBytesAsync(folder["credentials/secrets.key"], new byte[32]);
        File.SetUnixFileMode(folder["credentials/secrets.key"], UnixFileMode.UserRead);
        var program = new HostProgram(
            folder.Path,
            new Dictionary<string, string> { ["data.folder"] = folder["data"], ["server.port"] = "0" },
            new Dictionary<string, string> { ["NOTIFY_SOCKET"] = folder["notify"], ["CREDENTIALS_DIRECTORY"] = folder["credentials"] });
        var start = program.Start("up");
        // The host takes a parent of this name for systemd: a shell that was given the name and starts it.
        File.Copy("/bin/sh", folder["systemd"]);
        start.ArgumentList.Insert(0, start.FileName);
        start.ArgumentList.Insert(0, "\"$0\" \"$@\"; exit $?");
        start.ArgumentList.Insert(0, "-c");
        start.FileName = folder["systemd"];
        using var host = new Process { StartInfo = start };
        host.Start();
        host.BeginOutputReadLine();
        host.BeginErrorReadLine();

        Assert.Contains("READY=1", await HearAsync(manager), StringComparison.Ordinal);
        await Eventually.SeeAsync("the host's note", () => Task.FromResult(File.Exists(folder["data/host.json"]) ? "yes" : null));
        var stored = await program.RunAsync("secrets", "list");
        Assert.True(stored.ExitCode == 0, stored.Error);
        var entered = await StoreAsync(program);
        Assert.True(entered == 0);
        Assert.False(File.Exists(folder["data/secrets.key"]), "The key is the service manager's; a second one on the disk would defeat it.");

        using var note = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(folder["data/host.json"]));
        await RunAsync("kill", "-TERM", note.RootElement.GetProperty("processId").GetRawText());
        Assert.Contains("STOPPING=1", await HearAsync(manager), StringComparison.Ordinal);
        await host.WaitForExitAsync();
        Assert.Equal(0, host.ExitCode);
    }

    private static async Task<int> StoreAsync(HostProgram program)
    {
        var start = program.Start("secrets", "set", "github/token");
        start.RedirectStandardInput = true;
        using var process = Process.Start(start)!; // not null: a new process
        await process.StandardInput.WriteAsync("a-value-to-keep");
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static async Task<string> HearAsync(Socket manager)
    {
        using var never = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var heard = new byte[1024];
        return Encoding.UTF8.GetString(heard, 0, await manager.ReceiveAsync(heard, never.Token));
    }

    private static async Task<(int Code, string Said)> RunAsync(string program, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true })!; // not null: a new process
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }

    [GeneratedRegex(@"Overall exposure level for harombe\.service: ([0-9.]+)")]
    private static partial Regex Exposure();
}
