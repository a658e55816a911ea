using System.Text.Json.Serialization;
using Harombe.Core.Labels;

namespace Harombe.Memory.Conversations;

// What is on the disk. Apart from the records of Core, so that a new name there can't change what old databases mean.

internal sealed record StoredLabel(Integrity Integrity, Confidentiality Confidentiality);

internal sealed record StoredUser(string Text, StoredLabel Label, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<StoredFile>? Files = null);

/// <summary>A file of a message; the content is Base64.</summary>
internal sealed record StoredFile(string Name, string MediaType, byte[] Content);

internal sealed record StoredAssistant(string Text);

internal sealed record StoredToolAnswer(
    string Call, string ModelCallId, string Tool, string Text, string Ending, StoredLabel Label,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<StoredPart>? Parts = null);

internal sealed record StoredPart(int Length, StoredLabel Label);

/// <summary>A call as asked for. The arguments are text within JSON: what a model sends is not always JSON that reads back.</summary>
internal sealed record StoredCall(string ModelCallId, string Tool, string? Arguments);

/// <summary>What was chosen for a turn. The request is JSON within JSON: its form is another's.</summary>
internal sealed record StoredChoice(string? Agent, string? Model, bool Deferred, IReadOnlyList<StoredAncestor> Ancestors, string? Request);

internal sealed record StoredAncestor(string Session, string Turn, string? Agent);

// A member that is missing is an error and not a default: a label that was lost must not become another label.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(StoredUser))]
[JsonSerializable(typeof(StoredAssistant))]
[JsonSerializable(typeof(StoredToolAnswer))]
[JsonSerializable(typeof(StoredCall))]
[JsonSerializable(typeof(StoredChoice))]
internal sealed partial class StoredForms : JsonSerializerContext;
