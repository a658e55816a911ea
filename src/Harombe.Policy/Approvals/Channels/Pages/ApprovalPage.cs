using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Policy.Approvals.Previews;

namespace Harombe.Policy.Approvals.Channels.Pages;

/// <summary>
/// One question on one page: what would run, exactly; what could happen; who asks; and the two answers below all of it. Pure.
/// </summary>
internal static class ApprovalPage
{
    /// <param name="approval">The question.</param>
    /// <param name="preview">What helps to judge it.</param>
    /// <param name="barred">Why the reader may not answer; null if it may.</param>
    /// <param name="notice">What became of an answer that was refused just now.</param>
    /// <param name="pathBase">Where the host is mounted.</param>
    /// <param name="nonce">For the style.</param>
    public static string Render(Approval approval, Preview? preview, Reason? barred, Reason? notice, string pathBase, string nonce)
    {
        var tool = VisibleHtml.Of(approval.Tool.Value);
        var risk = ApprovalRows.Word(approval.Risk);
        var body = $"""
            <p><a href="{VisibleHtml.Of(pathBase)}/approvals?state=waiting">All waiting questions</a></p>
            {Notice(notice)}
            <h1>{(approval.State == ApprovalState.Waiting ? "May" : "The call of")} <code>{tool}</code>{(approval.State == ApprovalState.Waiting ? " run?" : "")}</h1>
            <section class="card" aria-label="The call">
            <dl>
            <dt>Risk</dt><dd><span class="risk {risk}">{risk}</span></dd>
            <dt>Why asked</dt><dd>{VisibleHtml.Of(approval.Why)} <span class="soft">(rule {VisibleHtml.Of(approval.Rule)})</span></dd>
            <dt>Who asks</dt><dd>{VisibleHtml.Of(approval.Principal.Value)}, {Door(approval.Face)}</dd>
            <dt>Asked</dt><dd>{PageFrame.Time(approval.AskedAt)}</dd>
            <dt>Expires</dt><dd>{PageFrame.Time(approval.ExpiresAt)}</dd>
            <dt>State</dt><dd><span class="state">{ApprovalRows.Word(approval.State)}</span></dd>
            {Answered(approval)}
            {Demanded(approval)}
            </dl>
            <h2>{(approval.WithheldSeal is null ? "Exact arguments" : "Arguments, but for the secret")}</h2>
            <pre tabindex="0">{ArgumentsHtml.Of(approval.Arguments)}</pre>
            {(approval.Edited is { } edited ? $"""<h2>What the person put in their place</h2><pre tabindex="0">{ArgumentsHtml.Of(edited)}</pre>""" : "")}
            </section>
            {PreviewHtml.Of(preview)}
            {AnswerForms.Of(approval, barred)}
            <p class="soft">Session <code>{VisibleHtml.Of(approval.Session.Value)}</code>, call <code>{VisibleHtml.Of(approval.Call.Value)}</code>,
            approval <code>{VisibleHtml.Of(approval.Id.Value)}</code></p>
            """;
        return PageFrame.Render($"{tool} – approval – Harombe", body, nonce);
    }

    private static string Notice(Reason? notice) => notice is null
        ? ""
        : $"""
          <div class="card notice" role="alert"><strong>Your answer was not taken.</strong> {VisibleHtml.Of(notice.Message)}
          {VisibleHtml.Of(notice.Remedy)} <span class="soft">(rule {VisibleHtml.Of(notice.Rule)})</span></div>
          """;

    private static string Door(Face face) => face switch
    {
        Face.Chat => "in chat",
        Face.Mcp => "as an MCP client; no prompt is known",
        Face.Api => "over the HTTP API or the command line",
        _ => "through an unknown door",
    };

    private static string Demanded(Approval approval) => approval.Terms is not { Demand: var demand } || demand is { Quorum: 1, By.Length: 0 }
        ? ""
        : $"""
          <dt>Must say yes</dt><dd>{(demand.Quorum > 1 ? $"{demand.Quorum} different people" : "one")}{string.Concat(demand.By.Select(names => ", of " + VisibleHtml.Of(string.Join(", ", names))))}
          {(approval.Endorsed.Count > 0 ? "; so far " + VisibleHtml.Of(string.Join(", ", approval.Endorsed)) : "")}</dd>
          """;

    private static string Answered(Approval approval) => approval is { AnsweredBy: { } by, AnsweredAt: { } at }
        ? $"""
          <dt>Answered</dt><dd>by {VisibleHtml.Of(by.Value)} via {ApprovalRows.Word(approval.AnsweredVia)}, {PageFrame.Time(at)}</dd>
          {(approval.AnswerReason is { } reason ? $"<dt>Reason</dt><dd><bdi>{VisibleHtml.Of(reason)}</bdi></dd>" : "")}
          """
        : "";
}
