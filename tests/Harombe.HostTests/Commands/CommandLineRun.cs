using System.Text;
using Harombe.Host.Commands;
using Harombe.Host.Commands.Mcp;
using Harombe.Host.Commands.Terminals;
using Harombe.Host.Configuration;

namespace Harombe.HostTests.Commands;

/// <summary>The command line in a folder of its own, with a terminal of text.</summary>
internal sealed class CommandLineRun : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("harombe-cli-").FullName;

    public string Root => root;

    public string Data => Path.Combine(root, "data");

    public string Out { get; private set; } = "";

    public string Error { get; private set; } = "";

    /// <summary>What is typed or piped.</summary>
    public string Input { get; set; } = "";

    /// <summary>What is typed where nothing is shown.</summary>
    public string? Hidden { get; set; }

    /// <summary>Whether a person sits there.</summary>
    public bool Person { get; set; }

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public Interrupts Interrupts { get; } = new();

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public UpRequest? Upped { get; private set; }

    public StdioBridging? Bridge { get; set; }

    public IHostLauncher Launcher { get; set; } = new RefusingLauncher();

    public List<MemoryStream> BridgeOutputs { get; } = [];

    /// <summary>Reads lines in place of <see cref="Input"/>.</summary>
    public TextReader? Reader { get; set; }

    public void Configure(string yaml) => File.WriteAllText(Path.Combine(root, "harombe.yaml"), yaml);

    public async Task<int> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(args, new Surroundings
        {
            Terminal = new Terminal(Reader ?? new StringReader(Input), output, error, Person, Person, () => Hidden),
            Interrupts = Interrupts,
            Clock = Clock,
            Sources = Sources,
            Up = (request, _) =>
            {
                Upped = request;
                return Task.FromResult(7);
            },
            Bridge = Bridge,
            Launcher = Launcher,
            OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(Input)),
            OpenOutput = () =>
            {
                BridgeOutputs.Add(new MemoryStream());
                return BridgeOutputs[^1];
            },
        });
        (Out, Error) = (output.ToString(), error.ToString());
        return code;
    }

    public void Dispose()
    {
        Interrupts.Dispose();
        Directory.Delete(root, recursive: true);
    }

    private ConfigurationSources Sources(string? file, IReadOnlyList<CommandLineOverride> overrides) => new(
        file,
        root,
        new Dictionary<string, string>(Environment) { ["HOME"] = root, ["HAROMBE__DATA__FOLDER"] = Data },
        overrides);

    private sealed class RefusingLauncher : IHostLauncher
    {
        public Stop? Start(string? config, string log) => new(ExitCode.NoHost, "cli.no-host", "not here", "");
    }
}
