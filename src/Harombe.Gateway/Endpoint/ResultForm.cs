using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Endpoint;

/// <summary>How the end of a guarded call reads to a client.</summary>
internal sealed class ResultForm(IOptions<GatewayOptions> options)
{
    // Below the address even when it is written without a slash at its end.
    private Uri Approvals => new(new Uri(options.Value.PublicUrl!().AbsoluteUri.TrimEnd('/') + "/"), "approvals/"); // not null: checked at start

    public CallToolResult Of(CallResult result) => result switch
    {
        CallResult.Completed completed => ContentForm.Of(completed.Content),
        CallResult.Refused refused => Stop(refused.Reason),
        CallResult.Failed failed => Stop(failed.Reason),
        CallResult.Pending pending => Waiting(pending.Approval),
        _ => throw new InvalidOperationException($"Unknown result {result.GetType().Name}."),
    };

    /// <summary>A stop that the client's model can read and act upon: not a protocol error, which many clients hide from it.</summary>
    public static CallToolResult Stop(Reason reason) => new()
    {
        IsError = true,
        Content = [new TextContentBlock { Text = reason.ToString() }],
        StructuredContent = Element(new JsonObject { ["rule"] = reason.Rule, ["message"] = reason.Message, ["remedy"] = reason.Remedy }),
    };

    /// <summary>A person must answer elsewhere. Not an error: the call is fine, it is only not its time.</summary>
    public CallToolResult Waiting(Approval approval)
    {
        var url = new Uri(Approvals, approval.Id.Value).AbsoluteUri;
        var expires = approval.ExpiresAt.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return new CallToolResult
        {
            IsError = false,
            Content =
            [
                new TextContentBlock
                {
                    Text = $"Nothing has run yet: {approval.Tool} is waiting for approval {approval.Id} ({approval.Why.TrimEnd('.')}). "
                        + $"Ask your user to open {url} before {expires}, then call {ApprovalTool.Name} with the id {approval.Id} for the result.",
                },
            ],
            StructuredContent = Element(new JsonObject
            {
                ["status"] = "pending",
                ["approval"] = approval.Id.Value,
                ["url"] = url,
                ["expiresAt"] = expires,
            }),
        };
    }

    private static JsonElement Element(JsonObject form) => JsonElement.Parse(form.ToJsonString());
}
