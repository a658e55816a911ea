using System.Diagnostics;
using System.Text.Json;

namespace Harombe.Testing;

/// <summary>
/// The real host in a process of its own, with a data folder of its own that outlives it: killed and started again, it finds what it left. One at a time
/// per instance; not thread-safe.
/// </summary>
public sealed class HostProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private readonly TemporaryFolder home = new();
    private readonly Dictionary<string, string> settings;
    private readonly IReadOnlyDictionary<string, string> environment;
    private HostOutput output = new();
    private Process? process;
    private HostApi? owner;

    private HostProcess(IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<string, string> environment)
    {
        this.environment = environment;
        this.settings = new Dictionary<string, string>(settings)
        {
            ["data.folder"] = DataFolder,
            ["server.port"] = "0",
            // Tests of the road need a call that asks whatever the prompt says.
            ["policy.profile"] = settings.GetValueOrDefault("policy.profile", "locked-down"),
        };
    }

    /// <summary>The host's data folder.</summary>
    public string DataFolder => home["data"];

    /// <summary>The folder of its file tools.</summary>
    public string Workspace => Path.Combine(DataFolder, "workspace");

    /// <summary>The process id.</summary>
    public int Id => Running.Id;

    /// <summary>From the start of the process to the first answer that it is ready.</summary>
    public TimeSpan Startup { get; private set; }

    /// <summary>The API with the owner's token. Another one after each start, since the port differs.</summary>
    public HostApi Owner => owner ?? throw new InvalidOperationException("The host is not running.");

    /// <summary>The command line of this host's folder.</summary>
    public HostProgram Program => new(home.Path, settings, environment);

    /// <summary>All that the process wrote since its last start.</summary>
    public string Output => output.ToString();

    private Process Running => process ?? throw new InvalidOperationException("The host is not running.");

    /// <summary>Starts a host in a fresh folder and waits until it is ready.</summary>
    /// <param name="settings">Keys of the configuration, dotted; data folder and port are set already.</param>
    public static Task<HostProcess> StartAsync(params IEnumerable<(string Key, string Value)> settings) =>
        StartAsync(new Dictionary<string, string>(), settings);

    /// <summary>Starts a host in a fresh folder, with variables of the environment besides its settings, and waits until it is ready.</summary>
    public static async Task<HostProcess> StartAsync(IReadOnlyDictionary<string, string> environment, params IEnumerable<(string Key, string Value)> settings)
    {
        var host = new HostProcess(settings.ToDictionary(setting => setting.Key, setting => setting.Value), environment);
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>A folder into which a backup was restored; nothing runs there yet.</summary>
    public static async Task<HostProcess> RestoredAsync(string backup)
    {
        var host = new HostProcess(new Dictionary<string, string>(), new Dictionary<string, string>());
        var (code, said) = await host.RunAsync("restore", backup);
        if (code == 0)
        {
            return host;
        }

        await host.DisposeAsync();
        throw new InvalidOperationException($"The backup was not restored:\n{said}");
    }

    /// <summary>A path in the folder around the data folder, where tests keep what is theirs.</summary>
    public string Beside(string name) => home[name];

    /// <summary>Starts the host again in the same folder and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        var began = Stopwatch.GetTimestamp();
        output = new HostOutput();
        process = HostStart.Of(home.Path, settings, environment, "up");
        process.Start();
        output.Follow(process);
        // The note of a host that was killed stays behind: the one that counts names this process.
        var note = await Eventually.SeeAsync("the host's note of where it listens", () => Task.FromResult(Note()));
        var token = await File.ReadAllTextAsync(Path.Combine(DataFolder, "cli.token"));
        owner = new HostApi(new Uri(note), token.Trim());
        await Eventually.SeeAsync("a host that is ready", async () => await owner.IsReadyAsync() ? note : null);
        Startup = Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Ends the process as a power cut would: SIGKILL, to it alone.</summary>
    public async Task KillAsync()
    {
        Running.Kill(entireProcessTree: false);
        await Running.WaitForExitAsync();
        Running.Dispose();
        owner?.Dispose();
        (process, owner) = (null, null);
    }

    /// <summary>Asks the process to end as an operating system does (SIGTERM), and waits until it has.</summary>
    public async Task<int> TerminateAsync()
    {
        if (kill(Running.Id, Terminate) != 0)
        {
            throw new InvalidOperationException("The host could not be asked to end.");
        }

        await Running.WaitForExitAsync();
        var code = Running.ExitCode;
        Running.Dispose();
        owner?.Dispose();
        (process, owner) = (null, null);
        return code;
    }

    /// <summary>Kills the host and starts it again.</summary>
    public async Task RestartAsync()
    {
        await KillAsync();
        await StartAsync();
    }

    /// <summary>Starts a second host in the same folder, which is expected to give up, and waits for its end.</summary>
    public Task<(int ExitCode, string Output)> StartAnotherAsync() => RunAsync("up");

    /// <summary>Runs a verb of the command line with this host's settings and waits for its end. Nothing is typed.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(params IReadOnlyList<string> verb)
    {
        var ended = await Program.RunAsync([.. verb]);
        return (ended.ExitCode, ended.Error + ended.Out);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: false);
                await process.WaitForExitAsync();
            }

            process.Dispose();
        }

        owner?.Dispose();
        home.Dispose();
    }

    [System.Runtime.InteropServices.DllImport("libc", SetLastError = true)]
    private static extern int kill(int process, int signal);

    private string? Note()
    {
        if (Running.HasExited)
        {
            Running.WaitForExit();
            throw new InvalidOperationException($"The host ended with {Running.ExitCode} instead of listening:\n{Output}");
        }

        try
        {
            using var note = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(DataFolder, "host.json")));
            return note.RootElement.GetProperty("processId").GetInt32() == Running.Id ? note.RootElement.GetProperty("url").GetString() : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
