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
    IReadOnlyList<string> Secrets,
    bool? Revealed,
    IReadOnlyList<ShownSign> Signs,
    IReadOnlyList<ShownDefinition> Definitions);

/// <summary>One definition of an upstream.</summary>
internal sealed record ShownDefinition(string Kind, string Name, string? Offered, string State, string? Description);

/// <summary>A sign that a server's words were written to steer the model, or to pass for something else.</summary>
internal sealed record ShownSign(string Rule, string Weight, string Where, string What);

/// <summary>How a definition differs from what was accepted.</summary>
internal sealed record ShownDifference(string Kind, string Name, string State, IReadOnlyList<ShownWords> Words);

/// <summary>A run of words of it.</summary>
internal sealed record ShownWords(string Kind, string Text);

/// <summary>What importing a file did.</summary>
internal sealed record ImportedServer(string Name, bool Added, string Said);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ShownUpstream))]
[JsonSerializable(typeof(List<ShownUpstream>))]
[JsonSerializable(typeof(List<ShownDifference>))]
[JsonSerializable(typeof(List<ImportedServer>))]
internal sealed partial class UpstreamForms : JsonSerializerContext;
