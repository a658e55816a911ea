using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Harombe.Host.Hosting;
using Harombe.Testing.Anthropic;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Harombe.HostTests.Diagnosis;

/// <summary>A way to break a set-up: which step must fail, with words of its cause and of its remedy, and the remedy itself.</summary>
internal sealed record BrokenSetUp(string Step, string Cause, string Remedy, Func<Ward, Task> Break, Func<Ward, Task> Mend, bool Root = false);

[UnsupportedOSPlatform("windows")]
internal static class BrokenSetUps
{
    private const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static readonly IReadOnlyDictionary<string, BrokenSetUp> All = new Dictionary<string, BrokenSetUp>
    {
        ["port taken"] = new("address", "taken by another program", "server.port",
            ward => Do(() => ward.Set("server.port", $"{ward.Keep(new Listener()).Port}")), ward => Do(() => ward.Set("server.port", "0"))),
        ["address of another machine"] = new("address", "no address of this machine", "server.host",
            ward => Do(() => Set(ward, ("server.host", "192.0.2.1"), ("server.allow_plain_http", "true"))), ward => Do(() => ward.Set("server.host", "127.0.0.1"))),
        ["folder read-only"] = new("data folder", "can't be written", "remount it read-write",
            ward => ward.MountAsync("ro,mode=700"), ward => Ward.RunAsync("mount", "-o", "remount,rw", ward.Data), Root: true),
        ["disk full"] = new("disk", "is full", "Free at least 64 MiB", async ward =>
        {
            await ward.MountAsync("size=96m,mode=700");
            File.WriteAllBytes(ward.InData("big"), new byte[(96 << 20) - (128 << 10)]);
            File.SetUnixFileMode(ward.InData("big"), Mine);
        }, ward => Do(() => File.Delete(ward.InData("big"))), Root: true),
        ["disk nearly full"] = new("disk", "nearly full", "another disk", async ward =>
        {
            await ward.MountAsync("size=96m,mode=700");
            File.WriteAllBytes(ward.InData("big"), new byte[60 << 20]);
        }, ward => Do(() => File.Delete(ward.InData("big"))), Root: true),
        ["folder is a file"] = new("configuration", "names a file where a folder is needed", "harombe config keys",
            ward => Do(() => File.WriteAllText(ward.Data, "")), ward => Do(() => File.Move(ward.Data, ward["away"]))),
        ["folder open to others"] = new("permissions", "open to other accounts", "chmod 700",
            async ward =>
            {
                await DataTemplate.CopyAsync(ward.Data);
                File.SetUnixFileMode(ward.Data, Mine | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            }, ward => Do(() => File.SetUnixFileMode(ward.Data, Mine | UnixFileMode.UserExecute))),
        ["token open to others"] = Opened("cli.token", "permissions"),
        ["key open to others"] = Opened("secrets.key", "permissions"),
        ["folder of a host that hangs"] = new("data folder", "another process holds", "Wait until it has started or stopped",
            ward => Do(() => ward.Keep(new Held(DataFolder.TryOwn(ward.Data)!))), ward => ward.LetGoAsync()),
        ["restore cut off"] = new("data folder", "a restore into it was cut off", "harombe restore <file> --replace", async ward =>
        {
            await DataTemplate.CopyAsync(ward.Data);
            Assert.Equal(0, await ward.Cli.RunAsync("backup", ward["backup.tar.gz"]));
            File.Delete(ward.InData("state.db"));
            File.WriteAllText(ward.InData("restore.unfinished"), "");
        }, async ward => Assert.Equal(0, await ward.Cli.RunAsync("restore", ward["backup.tar.gz"], "--replace"))),
        ["clock before its own record"] = new("clock", "the last entry of the audit log", "timedatectl", async ward =>
        {
            await DataTemplate.CopyAsync(ward.Data);
            File.SetLastWriteTimeUtc(ward.InData("audit.db"), DateTime.UtcNow.AddHours(1));
        }, ward => Do(() => ward.Cli.Clock = new FakeTimeProvider(DateTimeOffset.UtcNow.AddHours(2)))),
        ["clock at the beginning of time"] = new("clock", "1970-01-01", "Set the clock",
            ward => Do(() => ward.Cli.Clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch)), ward => Do(() => ward.Cli.Clock = TimeProvider.System)),
        ["state damaged"] = new("state", "is damaged or is no database", "harombe restore", async ward =>
        {
            await DataTemplate.CopyAsync(ward.Data);
            Assert.Equal(0, await ward.Cli.RunAsync("backup", ward["backup.tar.gz"]));
            using var file = File.OpenWrite(ward.InData("state.db"));
            file.Position = 4096;
            file.Write(new byte[8192]);
        }, async ward => Assert.Equal(0, await ward.Cli.RunAsync("restore", ward["backup.tar.gz"], "--replace"))),
        ["state of a newer version"] = new("state", "ahead of this build", "--replace", async ward =>
        {
            await DataTemplate.CopyAsync(ward.Data);
            Assert.Equal(0, await ward.Cli.RunAsync("backup", ward["backup.tar.gz"]));
            Sql(ward.InData("state.db"), "INSERT INTO migrations VALUES ('access', 999, 'later', '2030', 'x')");
            Sql(ward.InData("state.db"), "UPDATE migrations SET number = (SELECT COUNT(*) FROM migrations WHERE station = 'access') WHERE number = 999");
        }, async ward => Assert.Equal(0, await ward.Cli.RunAsync("restore", ward["backup.tar.gz"], "--replace"))),
        ["record tampered with"] = new("audit", "TAMPERED at entry", "as evidence", async ward =>
        {
            await DataTemplate.CopyAsync(ward.Data);
            Sql(ward.InData("audit.db"), "DROP TRIGGER bodies_no_update");
            Sql(ward.InData("audit.db"), "UPDATE bodies SET bytes = CAST(replace(CAST(bytes AS TEXT), 'owner', 'other') AS BLOB)");
        }, ward => Do(() => Away(ward, "audit.db"))),
        ["record that is no database"] = new("audit", "", "move it and the files beside it away", async ward =>
        {
            await DataTemplate.CopyAsync(ward.Data);
            Away(ward, "audit.db-wal", "audit.db-shm");
            File.WriteAllText(ward.InData("audit.db"), "This is not what it should be, and long enough to be looked at as a header of something.");
            File.SetUnixFileMode(ward.InData("audit.db"), Mine);
        }, ward => Do(() => Away(ward, "audit.db"))),
        ["key of the secrets lost"] = new("secrets", "secrets.key", "move both away", async ward =>
        {
            await DataTemplate.CopyAsync(ward.Data);
            File.Delete(ward.InData("secrets.key"));
        }, ward => Do(() => Away(ward, "secrets.sealed"))),
        ["secrets damaged"] = new("secrets", "secrets.sealed", "harombe secrets set", async ward =>
        {
            await DataTemplate.CopyAsync(ward.Data);
            var sealedFile = File.ReadAllBytes(ward.InData("secrets.sealed"));
            sealedFile[^5] ^= 1;
            File.WriteAllBytes(ward.InData("secrets.sealed"), sealedFile);
        }, ward => Do(() => Away(ward, "secrets.sealed", "secrets.key"))),
        ["model's key refused"] = new("model", "does not accept the key", "harombe secrets set anthropic/api_key",
            ward => ward.UseAnthropicAsync(key: "sk-ant-api03-of-somebody-else"), ward => ward.StoreKeyAsync(AnthropicServer.Key)),
        ["model's key missing"] = new("model", "is not stored", "harombe secrets set anthropic/api_key", async ward =>
        {
            await ward.UseAnthropicAsync();
            Assert.Equal(0, await ward.Cli.RunAsync("secrets", "remove", "anthropic/api_key"));
        }, ward => ward.StoreKeyAsync(AnthropicServer.Key)),
        ["model unreachable"] = new("model", "The connection to ", "base_url", async ward =>
        {
            var there = (await ward.UseAnthropicAsync()).Url;
            ward.Set("models.anthropic.base_url", "http://127.0.0.1:1");
            File.WriteAllText(ward["there"], there.ToString());
        }, ward => Do(() => ward.Set("models.anthropic.base_url", File.ReadAllText(ward["there"])))),
        ["model that doesn't exist"] = new("model", "does not know the model", "Correct model",
            ward => ward.UseAnthropicAsync(model: "claude-of-tomorrow"), ward => Do(() => ward.Set("model", $"anthropic/{AnthropicServer.Model}"))),
        ["plugin with a broken manifest"] = Plugin("name: odd\nversion: 1.0.0\nrisk: none\n", "plugin.yaml"),
        ["plugin without its assembly"] = Plugin("name: odd\nversion: 1.0.0\ndescription: Odd.\nassembly: Odd.dll\ntools:\n  one: { risk: low, read_only: true, result: own/public }\n", "Odd.dll"),
        ["workspace is a file"] = new("configuration", "names a file where a folder is needed", "harombe config keys", ward => Do(() =>
        {
            File.WriteAllText(ward["work"], "");
            ward.Set("workspace.folder", ward["work"]);
        }), ward => Do(() => ward.Set("workspace.folder", ward["work-2"]))),
        ["workspace can't be written"] = new("workspace", "can't be written", "workspace.folder", ward => Do(() =>
        {
            File.WriteAllText(ward["work"], "");
            ward.Set("workspace.folder", Path.Combine(ward["work"], "of-today"));
        }), ward => Do(() => ward.Set("workspace.folder", ward["work-2"]))),
        ["logs can't be written"] = new("logs", "can't be written", "logs.folder", ward => Do(() =>
        {
            File.WriteAllText(ward["log"], "");
            ward.Set("logs.folder", Path.Combine(ward["log"], "of-today"));
        }), ward => Do(() => ward.Set("logs.folder", ward["logs"]))),
        ["certificate ended"] = Certificate(ward => Certificates.Write(ward["tls.crt"], ward["tls.key"], -1), "is not valid now", "Renew it"),
        ["certificate of another key"] = Certificate(ward =>
        {
            Certificates.Write(ward["tls.crt"], ward["other.key"], 90);
            Certificates.Write(ward["other.crt"], ward["tls.key"], 90);
        }, "can't be used", "of one pair"),
        ["unknown key in the configuration"] = new("configuration", "server.prot", "harombe config keys",
            ward => Do(() => ward.Cli.Configure("server:\n  prot: 8000\n")), ward => Do(() => ward.Cli.Configure("server:\n  port: 0\n"))),
    };

    private static BrokenSetUp Opened(string file, string step) => new(step, $"{file} can be read or changed by other accounts", "chmod 600", async ward =>
    {
        await DataTemplate.CopyAsync(ward.Data);
        File.SetUnixFileMode(ward.InData(file), Everybody);
    }, ward => Do(() => File.SetUnixFileMode(ward.InData(file), Mine)));

    private static BrokenSetUp Plugin(string manifest, string cause) => new("plugins", cause, "plugins.disabled", ward => Do(() =>
    {
        Directory.CreateDirectory(ward["plugins/odd"]);
        File.WriteAllText(ward["plugins/odd/plugin.yaml"], manifest);
        ward.Set("plugins.folders", ward["plugins"]);
    }), ward => Do(() => Directory.Delete(ward["plugins/odd"], recursive: true)));

    private static BrokenSetUp Certificate(Action<Ward> write, string cause, string remedy) => new("certificate", cause, remedy, ward => Do(() =>
    {
        write(ward);
        Set(ward, ("server.tls.certificate", ward["tls.crt"]), ("server.tls.key", ward["tls.key"]));
    }), ward => Do(() => Certificates.Write(ward["tls.crt"], ward["tls.key"], 90)));

    private static Task Do(Action step)
    {
        step();
        return Task.CompletedTask;
    }

    private static void Set(Ward ward, params (string Key, string Value)[] settings) => Array.ForEach(settings, setting => ward.Set(setting.Key, setting.Value));

    private static void Away(Ward ward, params string[] files)
    {
        foreach (var file in files.SelectMany(file => new[] { file, file + "-wal", file + "-shm" }).Where(file => File.Exists(ward.InData(file))))
        {
            File.Move(ward.InData(file), ward[$"away-{Guid.NewGuid():N}"]);
        }
    }

    private static void Sql(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class Listener : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);

        public Listener() => listener.Start();

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public ValueTask DisposeAsync()
        {
            listener.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Held(DataFolder folder) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
