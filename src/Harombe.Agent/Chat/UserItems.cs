using System.Text;
using Harombe.Core.Conversations;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Harombe.Agent.Chat;

/// <summary>What a model gets to see of a user's message: the files first, then the words about them.</summary>
internal static class UserItems
{
    public static ChatMessageContentItemCollection Of(Message.User user, Func<string, bool> reads)
    {
        var items = new ChatMessageContentItemCollection();
        foreach (var file in user.Attachments)
        {
            items.Add(Item(file, reads));
        }

        items.Add(new TextContent(user.Text));
        return items;
    }

    private static KernelContent Item(Attachment file, Func<string, bool> reads) =>
        file.IsText ? new TextContent($"<file name=\"{file.Name}\">\n{Encoding.UTF8.GetString(file.Bytes.Span)}\n</file>")
        // Of an earlier turn, which another model answered.
        : !reads(file.MediaType) ? new TextContent($"[the file '{file.Name}' ({file.MediaType}) can't be shown to this model]")
        // A PDF as well: Semantic Kernel's type for other files is experimental, and this one becomes the same data with the same media type.
        : new ImageContent(file.Bytes, file.MediaType);
}
