using System.Text.Json.Nodes;
using Harombe.Core.Labels;

namespace Harombe.Gateway.Upstreams.Offering;

/// <summary>
/// The label that a server gives to a result or to one block of it, in the form that other people's servers and hosts use: <c>"_meta":{"ifc":{"integrity":"trusted",
/// "confidentiality":["public"]}}</c>. Integrity is <c>trusted</c> or <c>untrusted</c>; confidentiality is <c>public</c>, <c>private</c>, or a list of who may read it, in
/// which <c>public</c> stands for everybody. A server that the operator vouches for is believed in both directions, any other one only where it makes its label
/// stricter. What can't be read says nothing. Pure.
/// </summary>
internal static class SaidLabel
{
    /// <param name="form">The result, or the block.</param>
    /// <param name="otherwise">The label where nothing is said.</param>
    /// <param name="trusted">Whether the operator vouches for the server.</param>
    public static Label Of(JsonObject form, Label otherwise, bool trusted)
    {
        if (form["_meta"] is not JsonObject meta || meta["ifc"] is not JsonObject said)
        {
            return otherwise;
        }

        var label = new Label(Integrity(said["integrity"]) ?? otherwise.Integrity, Confidentiality(said["confidentiality"]) ?? otherwise.Confidentiality);
        return trusted ? label : label.Join(otherwise);
    }

    private static Integrity? Integrity(JsonNode? said) => Word(said) switch
    {
        "trusted" => Core.Labels.Integrity.Own,
        // Any other word is less than trusted.
        not null => Core.Labels.Integrity.Outside,
        null => null,
    };

    private static Confidentiality? Confidentiality(JsonNode? said) => said switch
    {
        JsonArray readers => readers.Any(reader => Word(reader) == "public") ? Core.Labels.Confidentiality.Public : Core.Labels.Confidentiality.Private,
        _ => Word(said) switch
        {
            "public" => Core.Labels.Confidentiality.Public,
            not null => Core.Labels.Confidentiality.Private,
            null => null,
        },
    };

    private static string? Word(JsonNode? said) => said is JsonValue value && value.TryGetValue<string>(out var word) ? word : null;
}
