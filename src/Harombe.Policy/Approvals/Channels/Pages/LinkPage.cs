using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Policy.Approvals.Previews;

namespace Harombe.Policy.Approvals.Channels.Pages;

/// <summary>What a signed link shows: the question, and the two answers that it can give once. Pure.</summary>
internal static class LinkPage
{
    public static string Form(Approval approval, Preview? preview, PrincipalId approver, string token, string pathBase)
    {
        var risk = ApprovalRows.Word(approval.Risk);
        var action = VisibleHtml.Of(pathBase) + "/approvals/link";
        var hidden = $"""<input type="hidden" name="t" value="{System.Net.WebUtility.HtmlEncode(token)}">""";
        return $"""
            <h1>May <code>{VisibleHtml.Of(approval.Tool.Value)}</code> run?</h1>
            <section class="card" aria-label="The call">
            <dl>
            <dt>Risk</dt><dd><span class="risk {risk}">{risk}</span></dd>
            <dt>Why asked</dt><dd>{VisibleHtml.Of(approval.Why)} <span class="soft">(rule {VisibleHtml.Of(approval.Rule)})</span></dd>
            <dt>Who asks</dt><dd>{VisibleHtml.Of(approval.Principal.Value)}</dd>
            <dt>Expires</dt><dd>{PageFrame.Time(approval.ExpiresAt)}</dd>
            <dt>You answer as</dt><dd>{VisibleHtml.Of(approver.Value)}</dd>
            </dl>
            <h2>{(approval.WithheldSeal is null ? "Exact arguments" : "Arguments, but for the secret")}</h2>
            <pre tabindex="0">{ArgumentsHtml.Of(approval.Arguments)}</pre>
            </section>
            {PreviewHtml.Of(preview)}
            <section class="card" aria-label="Your answer">
            <form method="post" action="{action}">{hidden}
            <p>A yes lets this exact call run once{(approval.WithheldSeal is null ? "" : ", with the secret that is not shown here")}. This link answers once.</p>
            <button class="yes" name="answer" value="approve">Approve this call</button>
            </form>
            <form method="post" action="{action}">{hidden}
            <label for="reason">Reason for a no (the model reads it)</label>
            <input id="reason" name="reason" maxlength="{AnswerAuthority.MaxReason}" autocomplete="off">
            <button class="no" name="answer" value="deny">Deny</button>
            </form>
            </section>
            """;
    }

    public static string Done(Approval approval) => $"""
        <h1>Your answer was recorded</h1>
        <p class="card">The question about <code>{VisibleHtml.Of(approval.Tool.Value)}</code> is <span class="state">{ApprovalRows.Word(approval.State)}</span> now.</p>
        """;

    public static string Ended(Reason reason) => $"""
        <h1>This link answers nothing</h1>
        <p class="card notice" role="alert">{VisibleHtml.Of(reason.Message)} {VisibleHtml.Of(reason.Remedy)} <span class="soft">(rule {VisibleHtml.Of(reason.Rule)})</span></p>
        """;
}
