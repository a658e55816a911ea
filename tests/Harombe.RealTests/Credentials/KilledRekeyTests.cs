using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using Harombe.Core.Secrets;
using Harombe.Secrets;
using Harombe.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.RealTests.Credentials;

/// <summary>The program that seals everything with a fresh key, killed before each step that it takes with the secrets' files: they always open.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class KilledRekeyTests
{
    private const int Killed = 128 + 9;
    private const int MostSteps = 60;
    private static readonly SecretName Name = SecretName.Parse("github/token");

    [Fact]
    public async Task Killed_before_any_of_its_steps_the_secrets_open_and_the_next_one_finishes_it()
    {
        using var folder = new TemporaryFolder();
        var data = folder["data"];
        Directory.CreateDirectory(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var value = $"canary-{Guid.NewGuid():N}";
        await WriteAsync(data, value);
        var settings = new Dictionary<string, string> { ["data.folder"] = data };
        var preload = await BuildAsync();
        var keys = new HashSet<string> { await KeyAsync(data) };
        var (kills, code) = (0, Killed);
        for (; code == Killed && kills < MostSteps; kills++)
        {
            code = (await new HostProgram(folder.Path, settings, new Dictionary<string, string>
            {
                ["LD_PRELOAD"] = preload, ["CUT_PATH"] = "/data/secrets.", ["CUT_AT"] = (kills + 1).ToString(CultureInfo.InvariantCulture),
            }).RunAsync("secrets", "rekey")).ExitCode;
            // Under the old key or the new one, by whoever looks; and it can be changed, which finishes what was cut short.
            Assert.Equal(value, await ReadAsync(data));
            value = $"canary-{Guid.NewGuid():N}";
            await WriteAsync(data, value);
            Assert.Equal(value, await ReadAsync(data));
            Assert.False(File.Exists(Path.Combine(data, "secrets.key.next")));
            keys.Add(await KeyAsync(data));
        }

        Assert.Equal(0, code);
        // Two files are written, flushed and renamed, and one key takes the other's place; some of the kills came before the key was another, some after.
        Assert.InRange(kills, 8, MostSteps);
        Assert.InRange(keys.Count, 3, kills);
    }

    private static async Task<string> KeyAsync(string data) => Convert.ToHexString(await File.ReadAllBytesAsync(Path.Combine(data, "secrets.key")));

    private static async Task WriteAsync(string data, string value)
    {
        await using var services = Open(data);
        using var secret = new Secret(Encoding.UTF8.GetBytes(value));
        await services.GetRequiredService<ISecrets>().WriteAsync(Name, secret, CancellationToken.None);
    }

    private static async Task<string?> ReadAsync(string data)
    {
        await using var services = Open(data);
        using var secret = await services.GetRequiredService<ISecrets>().ReadAsync(Name, CancellationToken.None);
        return secret?.RevealText();
    }

    private static ServiceProvider Open(string data) => new ServiceCollection().AddHarombeSecrets(options => options.Folder = data).BuildServiceProvider();

    private static async Task<string> BuildAsync()
    {
        var (source, library) = (Path.Combine(AppContext.BaseDirectory, "Credentials", "cut_before.c"), Path.Combine(AppContext.BaseDirectory, "Credentials", $"cut_before.{Environment.ProcessId}.so"));
        using var gcc = Process.Start("gcc", ["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, source, "-ldl"]);
        await gcc.WaitForExitAsync();
        Assert.Equal(0, gcc.ExitCode);
        return library;
    }
}
