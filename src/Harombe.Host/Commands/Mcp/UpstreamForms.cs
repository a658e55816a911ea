using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harombe.Host.Commands.Mcp;

/// <summary>An upstream server as the host shows it.</summary>
internal sealed record ShownUpstream(
    string Name,
    string State,
    string Place,
    string Source,
    bool Trusted,
    IReadOnlyList<string> Principals,
    string? Revision,
    int? Process,
    int Starts,
    string? Fault,
    string? Remedy,
    string? Fingerprint,
    IReadOnlyList<ShownDefinition> Definitions);

/// <summary>One definition of an upstream.</summary>
internal sealed record ShownDefinition(string Kind, string Name, string? Offered, string State, string? Description);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ShownUpstream))]
[JsonSerializable(typeof(List<ShownUpstream>))]
internal sealed partial class UpstreamForms : JsonSerializerContext;
