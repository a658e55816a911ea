using System.Text.Json;
using Harombe.Core.Display;

namespace Harombe.Host.Commands.Chat;

/// <summary>Arguments as a person has to see them before a yes: whole, one member on a line, nothing in them able to hide or move anything.</summary>
internal static class ExactArguments
{
    private static readonly JsonWriterOptions Form = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The lines of the arguments.</summary>
    public static IEnumerable<string> Lines(JsonElement arguments)
    {
        using var written = new MemoryStream();
        using (var writer = new Utf8JsonWriter(written, Form))
        {
            arguments.WriteTo(writer);
        }

        // Line breaks within values are escaped by JSON, so a value can't pretend to be another member.
        return System.Text.Encoding.UTF8.GetString(written.ToArray()).Split('\n').Select(line => VisibleText.Line(line.TrimEnd('\r')));
    }
}
