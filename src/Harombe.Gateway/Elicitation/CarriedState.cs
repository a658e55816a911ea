using System.Text.Json.Serialization;
using Harombe.Gateway.Upstreams.Questions;

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
/// <param name="Continuation">What the client had brought for the upstream when this question came between; null when nothing.</param>
internal sealed record CarriedState(
    [property: JsonRequired] string Principal,
    [property: JsonRequired] string Session,
    [property: JsonRequired] string Tool,
    [property: JsonRequired] string Arguments,
    [property: JsonRequired] string Call,
    [property: JsonRequired] string Approval,
    [property: JsonRequired] long Expires,
    Continuation? Continuation = null);

/// <summary>What a client carries between an upstream's question and its answer. Sealed like the other, and worth nothing in its place.</summary>
/// <param name="Principal">Who was asked.</param>
/// <param name="Session">The session that the request belongs to.</param>
/// <param name="Method">The protocol's method.</param>
/// <param name="Target">What was called, by its name in the catalogue.</param>
/// <param name="Arguments">Hash of the canonical arguments.</param>
/// <param name="Keys">What the upstream asked, by its keys.</param>
/// <param name="State">The upstream's own words to itself.</param>
/// <param name="Expires">Until when an answer is taken, in milliseconds of Unix time.</param>
internal sealed record CarriedInput(
    [property: JsonRequired] string Principal,
    [property: JsonRequired] string Session,
    [property: JsonRequired] string Method,
    [property: JsonRequired] string Target,
    [property: JsonRequired] string Arguments,
    [property: JsonRequired] string[] Keys,
    [property: JsonRequired] string? State,
    [property: JsonRequired] long Expires);

[JsonSerializable(typeof(CarriedState))]
[JsonSerializable(typeof(CarriedInput))]
internal sealed partial class ElicitationJson : JsonSerializerContext;
