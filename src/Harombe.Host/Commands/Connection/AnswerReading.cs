using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Harombe.Host.Commands.Connection;

/// <summary>Reads the parts of an answer that are shown to people.</summary>
internal static class AnswerReading
{
    /// <summary>The answer as a form; a fault when the host speaks another language.</summary>
    public static Answer<T> As<T>(this Answer<JsonDocument> answer, JsonTypeInfo<T> form, HostClient host)
        where T : class
    {
        if (answer.Failed(out var stop, out var document))
        {
            return stop;
        }

        try
        {
            return document.RootElement.Deserialize(form) is { } read ? read : host.Strange();
        }
        catch (JsonException)
        {
            return host.Strange();
        }
    }
}
