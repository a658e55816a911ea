using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Harombe.Core.Plugins;

namespace Harombe.Agent.PluginLoading;

/// <summary>Reads the file that a setting names.</summary>
/// <param name="folder">Where relative paths start.</param>
/// <param name="workspace">Where no such file may be; empty for nowhere.</param>
internal sealed class SettingsFileReading(string folder, string workspace) : JsonConverter<SettingsFile>
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    public override SettingsFile Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var written = reader.TokenType == JsonTokenType.String ? reader.GetString() ?? "" : throw new JsonException("is not the path of a file");
        try
        {
            var path = Path.GetFullPath(written, folder.Length == 0 ? Environment.CurrentDirectory : folder);
            var real = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            if (workspace.Length > 0 && (real + "/").StartsWith(Path.GetFullPath(workspace) + "/", StringComparison.Ordinal))
            {
                throw new JsonException("names a file in the workspace, which tools can change");
            }

            return new FileInfo(real).Length <= MaxBytes
                ? new SettingsFile(written, Utf8.GetString(File.ReadAllBytes(real)))
                : throw new JsonException($"names a file of more than {MaxBytes / 1024 / 1024} MiB");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException or ArgumentException)
        {
            throw new JsonException($"names a file that can't be read: {e.GetType().Name}");
        }
    }

    public override void Write(Utf8JsonWriter writer, SettingsFile value, JsonSerializerOptions options) => writer.WriteStringValue(value.Path);
}
