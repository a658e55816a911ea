using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Tools;

namespace Harombe.Policy.Approvals.Channels.Pages;

/// <summary>The answers that can be given to a question, below all of it. Pure.</summary>
internal static class AnswerForms
{
    // Forms of their own: Enter in the reason's field must send the no that is being explained, never a yes.
    public static string Of(Approval approval, Reason? barred) => approval.State != ApprovalState.Waiting
        ? ""
        : $"""
          <section class="card" aria-label="Your answer">
          {(barred is null ? Yes(approval) : $"<p>{VisibleHtml.Of(barred.Message)} {VisibleHtml.Of(barred.Remedy)}</p>")}
          {(barred is null || MayDeny(barred) ? No() : "")}
          <p class="soft">After a no, or without an answer in time, the call doesn't happen.</p>
          </section>
          {(barred is null ? Further(approval) : "")}
          """;

    private static string Yes(Approval approval) => $"""
        <form method="post">
        <p>A yes lets this exact call run once{(approval.WithheldSeal is null ? "" : ", with the secret that is not shown here")}, before {PageFrame.Time(approval.ExpiresAt)}. Any other arguments are asked about anew.</p>
        <button class="yes" name="answer" value="approve">Approve this call</button>
        </form>
        """;

    private static string No() => $"""
        <form method="post">
        <label for="reason">Reason for a no (the model reads it)</label>
        <input id="reason" name="reason" maxlength="{AnswerAuthority.MaxReason}" autocomplete="off">
        <button class="no" name="answer" value="deny">Deny</button>
        </form>
        """;

    // Whom the rules keep from saying yes may still say no.
    private static bool MayDeny(Reason barred) => barred.Rule is "approval.named";

    private static string Further(Approval approval)
    {
        var once = approval.WithheldSeal is not null || approval.Terms is not { Meaning.Length: > 0, Demand: { Once: false, Quorum: 1 } } || approval.Risk is not (Risk.Low or Risk.Medium or Risk.High);
        var reach = once ? "" : $"""
            <details class="card"><summary>Approve this call and more like it</summary>
            <form method="post">
            <p>The very same call, in this session, is not asked about again.</p>
            <input type="hidden" name="reach" value="session">
            <button class="yes" name="answer" value="approve">Approve for this session</button>
            </form>
            <form method="post">
            <input type="hidden" name="reach" value="time">
            <label for="lasts">The very same call is not asked about again for</label>
            <select id="lasts" name="lasts"><option value="1h">an hour</option><option value="8h" selected>eight hours</option><option value="1d">a day</option><option value="7d">a week</option></select>
            <button class="yes" name="answer" value="approve">Approve for this time</button>
            </form>
            <form method="post">
            <input type="hidden" name="reach" value="pattern">
            <label for="pattern">Calls whose arguments are so are not asked about again (is, in, within, host, any)</label>
            <textarea id="pattern" name="pattern" rows="8">{System.Net.WebUtility.HtmlEncode(Suggested(approval.Arguments))}</textarea>
            <button class="soft-button" name="answer" value="propose">Show what that would allow</button>
            </form>
            </details>
            """;
        var edit = approval.Terms is { Demand.Quorum: > 1 } ? "" : $"""
            <details class="card"><summary>Change the arguments</summary>
            <form method="post">
            <label for="arguments">What runs instead, once. It is checked as the call itself was{(approval.WithheldSeal is null ? "" : ", and may hold no secret")}.</label>
            <textarea id="arguments" name="arguments" rows="12">{System.Net.WebUtility.HtmlEncode(Indented(approval.Arguments))}</textarea>
            <button class="yes" name="answer" value="approve">Approve with these arguments</button>
            </form>
            </details>
            """;
        return reach + edit;
    }

    // The narrowest there is: each argument as it is. Whoever wants more says so.
    private static string Suggested(JsonElement arguments)
    {
        var form = new JsonObject();
        foreach (var argument in arguments.EnumerateObject())
        {
            form[argument.Name] = new JsonObject { ["is"] = JsonNode.Parse(argument.Value.GetRawText()) };
        }

        return Indented(JsonElement.Parse(CanonicalJson.Write(form)));
    }

    private static string Indented(JsonElement json)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteTo(writer);
        }

        // A hidden character stands as its escape, which is how JSON writes it by itself outside of ASCII.
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
