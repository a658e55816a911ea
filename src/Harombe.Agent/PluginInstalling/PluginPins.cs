using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harombe.Agent.PluginInstalling;

/// <summary>What was installed: the hashes that an installed plugin must still have whenever it is loaded.</summary>
/// <param name="Version">The version.</param>
/// <param name="Package">SHA-256 of the package.</param>
/// <param name="Files">The hash of the unpacked files.</param>
/// <param name="At">When it was installed.</param>
/// <param name="By">Who installed it.</param>
internal sealed record PluginPin(string Version, string Package, string Files, DateTimeOffset At, string By);

/// <summary>The pins of installed plugins, in a file beside them that only the owner writes. Thread-safe for one writer.</summary>
internal sealed class PluginPins(string folder)
{
    private readonly string file = Path.Combine(folder, "pins.json");

    /// <summary>Every pin, by the plugin's name. A file that can't be read holds none: nothing is loaded by it.</summary>
    public ImmutableSortedDictionary<string, PluginPin> Read()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), PinJson.Default.ImmutableSortedDictionaryStringPluginPin) ?? ImmutableSortedDictionary<string, PluginPin>.Empty;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return ImmutableSortedDictionary<string, PluginPin>.Empty;
        }
    }

    /// <summary>Replaces them all, as a whole.</summary>
    public void Write(ImmutableSortedDictionary<string, PluginPin> pins)
    {
        var next = file + ".next";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(next, options))
        {
            JsonSerializer.Serialize(stream, pins, PinJson.Default.ImmutableSortedDictionaryStringPluginPin);
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, file, overwrite: true);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(ImmutableSortedDictionary<string, PluginPin>))]
internal sealed partial class PinJson : JsonSerializerContext;
