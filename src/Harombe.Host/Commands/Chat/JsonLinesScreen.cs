using System.Text.Json;

namespace Harombe.Host.Commands.Chat;

/// <summary>Each event as a line of JSON.</summary>
internal sealed class JsonLinesScreen(TextWriter output) : IChatScreen
{
    public void Show(ChatEvent item, ChatEventForm form)
    {
        using var content = JsonDocument.Parse(item.Json);
        output.WriteLine(JsonSerializer.Serialize(new ChatLine(item.Id, item.Kind, content.RootElement), ChatForms.Default.ChatLine));
        output.Flush();
    }
}
