using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harombe.Host.Hosting;

/// <summary>Where the host that owns a data folder listens.</summary>
/// <param name="Url">Its address.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="Version">Its version.</param>
internal sealed record RunningHost(string Url, int ProcessId, DateTimeOffset StartedAt, string Version)
{
    public const string FileName = "host.json";

    /// <summary>The note that a host left; null when there is none or it can't be read. A host that was killed leaves its note behind: ask the address.</summary>
    public static RunningHost? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, FileName)), HostingJson.Default.RunningHost);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RunningHost))]
[JsonSerializable(typeof(ModelTried))]
[JsonSerializable(typeof(ReadyReport))]
[JsonSerializable(typeof(List<ToolView>))]
internal sealed partial class HostingJson : JsonSerializerContext;
