using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;

namespace Harombe.Core.Tools;

/// <summary>Computes the fingerprint that binds pins and approvals to one exact definition.</summary>
internal static class ToolFingerprint
{
    public static string Of(ToolDefinition tool)
    {
        // A schema is taken byte for byte: one that differs only in layout counts as changed, which errs on the side of asking.
        var form = new JsonObject
        {
            ["name"] = tool.Name.Value,
            ["description"] = tool.Description,
            ["input"] = tool.InputSchema.GetRawText(),
            ["output"] = tool.OutputSchema is { } output ? output.GetRawText() : null,
            ["origin"] = tool.Origin,
            ["risk"] = tool.Risk.ToString(),
            ["readOnly"] = tool.ReadOnly,
            ["idempotent"] = tool.Idempotent,
            ["cache"] = (long)tool.CacheFor.TotalMilliseconds,
            ["label"] = tool.ResultLabel.ToString(),
            ["secrets"] = new JsonArray([.. tool.Secrets.Select(secret => (JsonNode)secret.Value)]),
            ["revealed"] = new JsonArray([.. tool.Revealed.Select(secret => (JsonNode)secret.Value)]),
            ["hosts"] = new JsonArray([.. tool.Hosts.Select(host => (JsonNode)host)]),
            ["paths"] = new JsonArray([.. tool.Paths.Select(path => (JsonNode)path)]),
        };
        if (tool.SourceTrusted)
        {
            form["trusted"] = true;
        }

        if (!tool.Audience.IsDefaultOrEmpty)
        {
            form["audience"] = new JsonArray([.. tool.Audience.Select(principal => (JsonNode)principal.Value)]);
        }

        if (tool.DryRun is { } dryRun)
        {
            form["dryRun"] = dryRun.Value;
        }

        if (tool.Blocked is { } blocked)
        {
            form["blocked"] = blocked.Rule;
        }

        return Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Write(form)));
    }
}
