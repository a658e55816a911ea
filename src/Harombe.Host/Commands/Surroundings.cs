using System.CommandLine;
using Harombe.Host.Commands.Mcp;
using Harombe.Host.Commands.Terminals;
using Harombe.Host.Configuration;

namespace Harombe.Host.Commands;

/// <summary>What the verbs need of the world around them, so that tests can give them another one.</summary>
internal sealed class Surroundings
{
    /// <summary>Where to read and write.</summary>
    public required Terminal Terminal { get; init; }

    /// <summary>Ctrl-C.</summary>
    public required Interrupts Interrupts { get; init; }

    /// <summary>The clock of waits and ages.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The sources of the configuration, for a <c>--config</c> and overrides.</summary>
    public required Func<string?, IReadOnlyList<CommandLineOverride>, ConfigurationSources> Sources { get; init; }

    /// <summary>Runs a host in the foreground.</summary>
    public required Func<UpRequest, CancellationToken, Task<int>> Up { get; init; }

    /// <summary>Passes MCP messages on; null in a build without the gateway.</summary>
    public StdioBridging? Bridge { get; init; }

    /// <summary>Starts a host in the background.</summary>
    public required IHostLauncher Launcher { get; init; }

    /// <summary>The bytes of standard input and output, for values that are not text and for protocols.</summary>
    public required Func<Stream> OpenInput { get; init; }

    /// <inheritdoc cref="OpenInput"/>
    public required Func<Stream> OpenOutput { get; init; }

    /// <summary>One run of a verb.</summary>
    public Invocation Begin(ParseResult parsed) => new(this, parsed);
}
