using System.Buffers;
using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Microsoft.SemanticKernel;

namespace Harombe.Core.Guard;

/// <summary>
/// How canonical arguments travel through Semantic Kernel: one entry per member, each a <see cref="JsonElement"/>. The body hashes what arrives, so
/// whoever changed an entry on the way holds a permit for other arguments.
/// </summary>
internal static class KernelArgumentsForm
{
    public static void Fill(KernelArguments carried, ToolArguments arguments)
    {
        carried.Clear();
        foreach (var member in arguments.Value.EnumerateObject())
        {
            carried[member.Name] = member.Value;
        }
    }

    public static ArgumentsHash Hash(KernelArguments arguments)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in arguments)
            {
                if (value is not JsonElement element)
                {
                    return default;
                }

                writer.WritePropertyName(name);
                element.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return ToolArguments.TryCreate(document.RootElement, Label.OfOutside, null, out var canonical, out _) ? canonical.Hash : default;
    }
}
