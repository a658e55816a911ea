using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Approvals;

namespace Harombe.Policy.Approvals.Channels.Webhooks;

/// <summary>
/// A question in the words of a receiver. Without the arguments, which may be nobody's business there: the link shows them. Pure.
/// </summary>
internal static class QuestionMessage
{
    private const int LongestWhy = 500;

    public static HttpContent Of(ChannelForm form, Approval approval, string link) => form switch
    {
        ChannelForm.Slack => Json(Slack(approval, link)),
        ChannelForm.Ntfy => Ntfy(approval, link),
        _ => Json(Generic(approval, link)),
    };

    private static JsonObject Generic(Approval approval, string link) => new()
    {
        ["type"] = "approval.asked",
        ["approval"] = approval.Id.Value,
        ["tool"] = approval.Tool.Value,
        ["principal"] = approval.Principal.Value,
        ["risk"] = ApprovalRows.Word(approval.Risk),
        ["rule"] = approval.Rule,
        ["why"] = Why(approval),
        ["expiresAt"] = approval.ExpiresAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["link"] = link,
    };

    private static JsonObject Slack(Approval approval, string link) => new()
    {
        ["text"] = Escaped(Line(approval)),
        ["blocks"] = new JsonArray(
            new JsonObject { ["type"] = "section", ["text"] = new JsonObject { ["type"] = "mrkdwn", ["text"] = $"*{Escaped(Line(approval))}*\n{Escaped(Why(approval))}" } },
            new JsonObject
            {
                ["type"] = "actions",
                ["elements"] = new JsonArray(new JsonObject
                {
                    ["type"] = "button",
                    ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = "Look and answer" },
                    ["url"] = link,
                }),
            }),
    };

    private static StringContent Ntfy(Approval approval, string link)
    {
        var content = new StringContent(Why(approval), Encoding.UTF8, "text/plain");
        // Read by ntfy from the request's headers; kept with the content so that it is made in one place. ASCII only: names of tools and principals are.
        content.Headers.Add("Title", Ascii(Line(approval)));
        content.Headers.Add("Click", link);
        content.Headers.Add("Priority", approval.Risk >= Core.Tools.Risk.High ? "high" : "default");
        content.Headers.Add("Actions", $"view, Look and answer, {link}");
        return content;
    }

    private static string Line(Approval approval) => $"May {approval.Tool} run for {approval.Principal}? Risk {ApprovalRows.Word(approval.Risk)}.";

    private static string Why(Approval approval) => Previews.SeenText.Visible(approval.Why.Length <= LongestWhy ? approval.Why : approval.Why[..LongestWhy] + "…");

    private static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Ascii(string text) => new([.. text.Select(c => c is >= ' ' and <= '~' ? c : '?')]);

    private static ByteArrayContent Json(JsonObject form)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(form, QuestionJson.Default.JsonObject));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonObject))]
internal sealed partial class QuestionJson : System.Text.Json.Serialization.JsonSerializerContext;
