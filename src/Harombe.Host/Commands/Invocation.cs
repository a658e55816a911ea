using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Harombe.Core.Display;
using Harombe.Host.Commands.Connection;
using Harombe.Host.Commands.Terminals;
using Harombe.Host.Configuration;

namespace Harombe.Host.Commands;

/// <summary>One run of a verb: what was asked for, and the ways to answer.</summary>
internal sealed class Invocation(Surroundings here, ParseResult parsed)
{
    public Surroundings Here => here;

    public Terminal Terminal => here.Terminal;

    public ParseResult Parsed => parsed;

    /// <summary>Whether the answer is for a program.</summary>
    public bool Json { get; } = parsed.GetValue(GlobalOptions.Json);

    /// <summary>The file of <c>--config</c>.</summary>
    public string? Config { get; } = parsed.GetValue(GlobalOptions.Config);

    /// <summary>The configuration, or every fault of it.</summary>
    public Answer<ConfigurationOutcome.Loaded> Configure(params IReadOnlyList<CommandLineOverride> overrides) => ConfigurationLoading.Load(here.Sources(Config, overrides)) switch
    {
        ConfigurationOutcome.Loaded loaded => loaded,
        ConfigurationOutcome.Invalid invalid => Faults(invalid.Faults),
        var other => throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}."),
    };

    /// <summary>The running host of the configured data folder, with the token of the command line.</summary>
    public Answer<HostClient> Connect()
    {
        if (Configure().Failed(out var stop, out var loaded))
        {
            return stop;
        }

        return HostFinding.Connect(loaded.Configuration, here.Clock);
    }

    /// <summary>Says why the command ends and returns its exit code.</summary>
    public int Fail(Stop stop)
    {
        StopText.Write(Terminal.Error, stop, Json);
        return stop.ExitCode;
    }

    /// <summary>Writes a result for a program.</summary>
    public void WriteJson<T>(T value, JsonTypeInfo<T> type) => Terminal.Output.WriteLine(JsonSerializer.Serialize(value, type));

    /// <summary>Says something beside the result; a program isn't told.</summary>
    public void Say(string text)
    {
        if (!Json)
        {
            Terminal.Error.WriteLine(VisibleText.Lines(text));
        }
    }

    private static Stop Faults(IReadOnlyList<ConfigurationFault> faults) => new(
        ExitCode.Misconfigured,
        "config.invalid",
        string.Join('\n', faults),
        "Nothing was done. 'harombe config keys' lists every key.");
}
