using System.Text.Json;
using System.Text.Json.Serialization;
using Harombe.Core.Display;

namespace Harombe.Host.Commands;

/// <summary>Writes why a command ends: for people in their words, for programs in the form of RFC 9457.</summary>
internal static class StopText
{
    public static void Write(TextWriter error, Stop stop, bool json)
    {
        if (json)
        {
            error.WriteLine(JsonSerializer.Serialize(
                new StopForm(stop.Message, stop.Status, stop.Rule, stop.Remedy, stop.ExitCode), StopJson.Default.StopForm));
            return;
        }

        error.WriteLine(VisibleText.Lines(stop.Message.Contains('\n', StringComparison.Ordinal) ? stop.Message : $"harombe: {stop.Message}"));
        if (stop.Status is not null)
        {
            error.WriteLine(VisibleText.Line($"  rule    {stop.Rule}"));
        }

        if (stop.Remedy.Length > 0)
        {
            error.WriteLine(VisibleText.Lines($"  remedy  {stop.Remedy}"));
        }
    }
}

internal sealed record StopForm(string Title, int? Status, string Rule, string Remedy, int ExitCode);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StopForm))]
internal sealed partial class StopJson : JsonSerializerContext;
