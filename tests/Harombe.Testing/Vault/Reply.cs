using System.Text.Json.Nodes;

namespace Harombe.Testing.Vault;

/// <summary>What a path answers, in the form that all of Vault's engines share.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The JSON body; null for none.</param>
internal sealed record Reply(int Status, JsonObject? Body)
{
    /// <summary>204.</summary>
    public static Reply Nothing => new(204, null);

    /// <summary>404 without a cause, as Vault has it.</summary>
    public static Reply Absent => Errors(404);

    /// <summary>403 in Vault's words.</summary>
    public static Reply Denied => Errors(403, "1 error occurred:\n\t* permission denied\n\n");

    /// <summary>An error with its causes.</summary>
    public static Reply Errors(int status, params string[] causes) => new(status, new JsonObject { ["errors"] = new JsonArray([.. causes.Select(cause => (JsonNode)cause)]) });

    /// <summary>An engine's data.</summary>
    public static Reply Of(JsonObject data) => new(200, Form(data));

    /// <summary>Data that was issued with a lease.</summary>
    public static Reply Leased(JsonObject? data, string lease, long seconds, bool renewable)
    {
        var form = Form(data);
        (form["lease_id"], form["lease_duration"], form["renewable"]) = (lease, seconds, renewable);
        return new Reply(200, form);
    }

    /// <summary>A token.</summary>
    public static Reply Auth(TokenEntry token, long seconds)
    {
        var form = Form(null);
        form["auth"] = new JsonObject
        {
            ["client_token"] = token.Id,
            ["accessor"] = token.Accessor,
            ["policies"] = new JsonArray([.. token.Policies.Select(policy => (JsonNode)policy)]),
            ["token_policies"] = new JsonArray([.. token.Policies.Select(policy => (JsonNode)policy)]),
            ["metadata"] = null,
            ["lease_duration"] = seconds,
            ["renewable"] = token.Renewable,
            ["entity_id"] = "",
            ["token_type"] = "service",
            ["orphan"] = true,
            ["num_uses"] = token.UsesLeft,
        };
        return new Reply(200, form);
    }

    private static JsonObject Form(JsonObject? data) => new()
    {
        ["request_id"] = Guid.NewGuid().ToString(),
        ["lease_id"] = "",
        ["renewable"] = false,
        ["lease_duration"] = 0,
        ["data"] = data,
        ["wrap_info"] = null,
        ["warnings"] = null,
        ["auth"] = null,
    };
}
