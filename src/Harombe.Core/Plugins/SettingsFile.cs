namespace Harombe.Core.Plugins;

/// <summary>
/// A setting that names a file: the host reads it, and the plugin gets its text. The path starts at the folder of harombe.yaml; a file in the workspace is refused,
/// because tools write there and settings are the operator's word.
/// </summary>
/// <param name="Path">The path as it was written.</param>
/// <param name="Text">The text, UTF-8, at most 4 MiB.</param>
public sealed record SettingsFile(string Path, string Text);
