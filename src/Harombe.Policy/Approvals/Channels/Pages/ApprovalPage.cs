using Harombe.Core.Approvals;
using Harombe.Core.Calls;

namespace Harombe.Policy.Approvals.Channels.Pages;

/// <summary>
/// One question on one page: what would run, exactly; what could happen; who asks; and the two answers below all of it. Pure.
/// </summary>
internal static class ApprovalPage
{
    /// <param name="approval">The question.</param>
    /// <param name="barred">Why the reader may not answer; null if it may.</param>
    /// <param name="notice">What became of an answer that was refused just now.</param>
    /// <param name="pathBase">Where the host is mounted.</param>
    /// <param name="nonce">For the style.</param>
    public static string Render(Approval approval, Reason? barred, Reason? notice, string pathBase, string nonce)
    {
        var tool = VisibleText.Html(approval.Tool.Value);
        var risk = ApprovalRows.Word(approval.Risk);
        var body = $"""
            <p><a href="{VisibleText.Html(pathBase)}/approvals?state=waiting">All waiting questions</a></p>
            {Notice(notice)}
            <h1>{(approval.State == ApprovalState.Waiting ? "May" : "The call of")} <code>{tool}</code>{(approval.State == ApprovalState.Waiting ? " run?" : "")}</h1>
            <section class="card" aria-label="The call">
            <dl>
            <dt>Risk</dt><dd><span class="risk {risk}">{risk}</span></dd>
            <dt>Why asked</dt><dd>{VisibleText.Html(approval.Why)} <span class="soft">(rule {VisibleText.Html(approval.Rule)})</span></dd>
            <dt>Who asks</dt><dd>{VisibleText.Html(approval.Principal.Value)}, {Door(approval.Face)}</dd>
            <dt>Asked</dt><dd>{PageFrame.Time(approval.AskedAt)}</dd>
            <dt>Expires</dt><dd>{PageFrame.Time(approval.ExpiresAt)}</dd>
            <dt>State</dt><dd><span class="state">{ApprovalRows.Word(approval.State)}</span></dd>
            {Answered(approval)}
            </dl>
            <h2>Exact arguments</h2>
            <pre tabindex="0">{ArgumentsHtml.Of(approval.Arguments)}</pre>
            </section>
            {Answers(approval, barred)}
            <p class="soft">Session <code>{VisibleText.Html(approval.Session.Value)}</code>, call <code>{VisibleText.Html(approval.Call.Value)}</code>,
            approval <code>{VisibleText.Html(approval.Id.Value)}</code></p>
            """;
        return PageFrame.Render($"{tool} – approval – Harombe", body, nonce);
    }

    private static string Notice(Reason? notice) => notice is null
        ? ""
        : $"""
          <div class="card notice" role="alert"><strong>Your answer was not taken.</strong> {VisibleText.Html(notice.Message)}
          {VisibleText.Html(notice.Remedy)} <span class="soft">(rule {VisibleText.Html(notice.Rule)})</span></div>
          """;

    private static string Door(Face face) => face switch
    {
        Face.Chat => "in chat",
        Face.Mcp => "as an MCP client; no prompt is known",
        Face.Api => "over the HTTP API or the command line",
        _ => "through an unknown door",
    };

    private static string Answered(Approval approval) => approval is { AnsweredBy: { } by, AnsweredAt: { } at }
        ? $"""
          <dt>Answered</dt><dd>by {VisibleText.Html(by.Value)} via {ApprovalRows.Word(approval.AnsweredVia)}, {PageFrame.Time(at)}</dd>
          {(approval.AnswerReason is { } reason ? $"<dt>Reason</dt><dd><bdi>{VisibleText.Html(reason)}</bdi></dd>" : "")}
          """
        : "";

    // Two forms: Enter in the reason's field must send the no that is being explained, never the yes.
    private static string Answers(Approval approval, Reason? barred) => approval.State != ApprovalState.Waiting
        ? ""
        : barred is not null
        ? $"""<p class="card">{VisibleText.Html(barred.Message)} {VisibleText.Html(barred.Remedy)}</p>"""
        : $"""
          <section class="card" aria-label="Your answer">
          <form method="post">
          <p>A yes lets this exact call run once, before {PageFrame.Time(approval.ExpiresAt)}. Any other arguments are asked about anew.</p>
          <button class="yes" name="answer" value="approve">Approve this call</button>
          </form>
          <form method="post">
          <label for="reason">Reason for a no (the model reads it)</label>
          <input id="reason" name="reason" maxlength="{AnswerAuthority.MaxReason}" autocomplete="off">
          <button class="no" name="answer" value="deny">Deny</button>
          </form>
          <p class="soft">After a no, or without an answer in time, the call doesn't happen.</p>
          </section>
          """;
}
