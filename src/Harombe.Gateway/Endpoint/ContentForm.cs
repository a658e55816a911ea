using System.Text.Json;
using Harombe.Core.Calls;
using ModelContextProtocol.Protocol;
using Block = Harombe.Core.Calls.ContentBlock;
using WireBlock = ModelContextProtocol.Protocol.ContentBlock;

namespace Harombe.Gateway.Endpoint;

/// <summary>How a tool's result reads to a client.</summary>
internal static class ContentForm
{
    public static CallToolResult Of(ToolContent content)
    {
        var blocks = content.Blocks.Select(Of).ToList();
        if (content.Structured is not { Value: var value })
        {
            return new CallToolResult { IsError = false, Content = blocks };
        }

        if (blocks.Count == 0)
        {
            // For clients, and models behind them, that read text only.
            blocks.Add(new TextContentBlock { Text = value.GetRawText() });
        }

        return new CallToolResult
        {
            IsError = false,
            Content = blocks,
            // Older revisions allow nothing but an object here; the text above holds the rest.
            StructuredContent = value.ValueKind == JsonValueKind.Object ? value : null,
        };
    }

    private static WireBlock Of(Block block) => block switch
    {
        Block.Text { Address: { } address } document => new EmbeddedResourceBlock
        {
            Resource = new TextResourceContents { Uri = address, MimeType = document.MediaType, Text = document.Value },
        },
        Block.Text text => new TextContentBlock { Text = text.Value },
        Block.Binary binary when binary.MediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase) =>
            ImageContentBlock.FromBytes(binary.Bytes.AsMemory(), binary.MediaType),
        Block.Binary binary when binary.MediaType.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) =>
            AudioContentBlock.FromBytes(binary.Bytes.AsMemory(), binary.MediaType),
        Block.Binary binary => new EmbeddedResourceBlock
        {
            Resource = BlobResourceContents.FromBytes(
                binary.Bytes.AsMemory(), "harombe://result/" + Uri.EscapeDataString(binary.Name ?? "file"), binary.MediaType),
        },
        _ => throw new InvalidOperationException($"Unknown block {block.GetType().Name}."),
    };
}
