using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harombe.Core.Secrets;

/// <summary>Makes any attempt to serialise a secret a bug that shows at once.</summary>
internal sealed class SecretJson : JsonConverter<Secret>
{
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A secret is never read from JSON.");

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
        throw new NotSupportedException("A secret is never written to JSON.");
}
