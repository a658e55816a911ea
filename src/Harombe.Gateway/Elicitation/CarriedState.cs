using System.Text.Json.Serialization;

namespace Harombe.Gateway.Elicitation;

/// <summary>
/// What a client carries for us between the question and its answer. Sealed by <see cref="StateSeal"/>; every field is checked against the request that
/// brings it back.
/// </summary>
/// <param name="Principal">Who was asked.</param>
/// <param name="Session">The session that the call belongs to.</param>
/// <param name="Tool">The tool's catalogue name.</param>
/// <param name="Arguments">Hash of the canonical arguments.</param>
/// <param name="Call">The call's id.</param>
/// <param name="Approval">The question's id.</param>
/// <param name="Expires">When the question turns into a no, in milliseconds of Unix time.</param>
internal sealed record CarriedState(
    [property: JsonRequired] string Principal,
    [property: JsonRequired] string Session,
    [property: JsonRequired] string Tool,
    [property: JsonRequired] string Arguments,
    [property: JsonRequired] string Call,
    [property: JsonRequired] string Approval,
    [property: JsonRequired] long Expires);

[JsonSerializable(typeof(CarriedState))]
internal sealed partial class ElicitationJson : JsonSerializerContext;
