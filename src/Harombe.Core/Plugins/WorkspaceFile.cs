namespace Harombe.Core.Plugins;

/// <summary>The content of a file, as it was at one moment.</summary>
/// <param name="Path">Its path from the workspace.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Text">Its text without a byte order mark, or null when it is binary: not UTF-8, or with a NUL in it.</param>
public sealed record WorkspaceFile(string Path, ReadOnlyMemory<byte> Content, string? Text);
