using System.Collections.Immutable;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;

namespace Harombe.Agent.Chat;

/// <summary>Reads the files that come with a message. Pure: the form in, files or a reason out.</summary>
internal static class ChatFiles
{
    private const int Most = 20;
    private const int LongestName = 200;

    private static readonly string[] Readable = ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"];

    public static (ImmutableArray<Attachment> Files, Reason? Fault) Read(IReadOnlyList<ChatFile>? given)
    {
        if (given is null)
        {
            return ([], null);
        }

        if (given.Count > Most)
        {
            return ([], new("chat.files", $"There are {given.Count} files; at most {Most} come with one message.", "Send them with several messages."));
        }

        var files = ImmutableArray.CreateBuilder<Attachment>(given.Count);
        foreach (var file in given)
        {
            if (Fault(file) is { } fault)
            {
                return ([], fault);
            }

            files.Add(new Attachment(NameOf(file), TypeOf(file), file.Data));
        }

        return (files.ToImmutable(), null);
    }

    private static Reason? Fault(ChatFile file) =>
        file.Data is not { Length: > 0 } ? new("chat.files", $"The file '{NameOf(file)}' is empty.", "Send its content as Base64 in \"data\".")
        : !new Attachment("", TypeOf(file), default).IsText && !Readable.Contains(TypeOf(file))
            ? new("chat.files", $"The file '{NameOf(file)}' has the type '{TypeOf(file)}', which no model reads.", $"Send text, or one of: {string.Join(", ", Readable)}.")
        : null;

    private static string TypeOf(ChatFile file) => (file.MediaType ?? "").Split(';')[0].Trim().ToLowerInvariant();

    // Shown to people and models: no path, and nothing that could end the frame it stands in.
    private static string NameOf(ChatFile file)
    {
        var name = new string([.. Path.GetFileName((file.Name ?? "").Replace('\\', '/')).Where(c => !char.IsControl(c) && c is not ('"' or '<' or '>'))]);
        return name.Length == 0 ? "file" : name[..Math.Min(name.Length, LongestName)];
    }
}
