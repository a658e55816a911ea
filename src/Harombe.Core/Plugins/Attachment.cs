using System.Collections.Immutable;

namespace Harombe.Core.Plugins;

/// <summary>A file in a tool's answer.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="MediaType">For example <c>image/png</c>.</param>
/// <param name="Name">A name for people, if it has one.</param>
public sealed record Attachment(ImmutableArray<byte> Content, string MediaType, string? Name);
