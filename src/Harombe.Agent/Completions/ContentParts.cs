using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Harombe.Agent.Chat;
using Harombe.Core.Conversations;

namespace Harombe.Agent.Completions;

/// <summary>The content of one message: its text, and the files in it.</summary>
internal sealed record ContentParts(string Text, ImmutableArray<Attachment> Files)
{
    public static (ContentParts? Content, CompletionFault? Fault) Read(JsonElement message, string where, int longest)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            return (null, CompletionFault.Request(where, "A message must be an object with role and content."));
        }

        var text = new StringBuilder();
        var files = new List<ChatFile>();
        if (message.TryGetProperty("content", out var content))
        {
            if (content.ValueKind == JsonValueKind.String)
            {
                text.Append(content.GetString());
            }
            else if (content.ValueKind == JsonValueKind.Array)
            {
                foreach (var part in content.EnumerateArray())
                {
                    if (Add(part, text, files) is { } wrong)
                    {
                        return (null, CompletionFault.Request($"{where}.content", wrong));
                    }
                }
            }
        }

        if (text.Length > longest)
        {
            return (null, CompletionFault.Request($"{where}.content", $"The text is longer than {longest} characters."));
        }

        var (attachments, fault) = ChatFiles.Read(files);
        return fault is null ? (new ContentParts(text.ToString(), attachments), null) : (null, CompletionFault.Request($"{where}.content", $"{fault.Message} {fault.Remedy}"));
    }

    private static string? Add(JsonElement part, StringBuilder text, List<ChatFile> files)
    {
        switch (part.ValueKind == JsonValueKind.Object && part.TryGetProperty("type", out var type) ? type.ToString() : "")
        {
            case "text" or "refusal":
                text.Append(text.Length > 0 ? "\n" : "").Append(part.EnumerateObject().FirstOrDefault(member => member.Name is "text" or "refusal").Value.ToString());
                return null;
            case "image_url":
                return File(part.GetProperty("image_url").TryGetProperty("url", out var url) ? url.ToString() : "", "image", files)
                    ? null : "A picture must come as a data URL with Base64 in it: this host fetches nothing for a request.";
            case "file":
                var file = part.GetProperty("file");
                return file.TryGetProperty("file_data", out var data) && File(data.ToString(), file.TryGetProperty("filename", out var name) ? name.ToString() : "file", files)
                    ? null : "A file must come as file_data, a data URL with Base64 in it.";
            default:
                return "A part must be text, image_url or file.";
        }
    }

    private static bool File(string url, string name, List<ChatFile> files)
    {
        const string marker = ";base64,";
        var at = url.IndexOf(marker, StringComparison.Ordinal);
        if (!url.StartsWith("data:", StringComparison.Ordinal) || at < 0)
        {
            return false;
        }

        var encoded = url.AsSpan(at + marker.Length);
        var bytes = new byte[(encoded.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64Chars(encoded, bytes, out var length))
        {
            return false;
        }

        files.Add(new ChatFile(name, url["data:".Length..at], bytes[..length]));
        return true;
    }
}
