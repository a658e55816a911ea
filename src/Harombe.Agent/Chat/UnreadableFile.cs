using Harombe.Agent.LanguageModels;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;

namespace Harombe.Agent.Chat;

/// <summary>Finds a file that a model can't read in what the user said last: it would be asked about something that it never saw.</summary>
internal static class UnreadableFile
{
    public static Reason? In(IReadOnlyList<Message> messages, LanguageModel model) =>
        messages.OfType<Message.User>().LastOrDefault()?.Attachments.FirstOrDefault(file => !file.IsText && !model.Reads(file.MediaType)) is { } file
            ? new Reason("model.media", $"'{model.Name}' can't read '{file.Name}' ({file.MediaType}).", "Choose a model that can, or send it as an image or as text.")
            : null;
}
