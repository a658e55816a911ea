using System.Text.Json.Serialization;

namespace Harombe.Host.Backups;

/// <summary>What a backup holds; the first entry of its archive.</summary>
/// <param name="Format">The form of the archive; this build reads and writes 1.</param>
/// <param name="Version">The version of Harombe that wrote it.</param>
/// <param name="CreatedAt">When the databases were as they are in it.</param>
/// <param name="WithKeys">Whether the keys are in it. Without them its secrets can only be read beside the keys that are kept elsewhere.</param>
/// <param name="Files">Every file, by its path below the data folder.</param>
internal sealed record BackupManifest(int Format, string Version, DateTimeOffset CreatedAt, bool WithKeys, IReadOnlyList<BackupFile> Files)
{
    public const string Name = "manifest.json";
    public const int Current = 1;
}

/// <summary>One file.</summary>
/// <param name="Path">Relative, with slashes.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Lower-case hex.</param>
internal sealed record BackupFile(string Path, long Bytes, string Sha256);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
