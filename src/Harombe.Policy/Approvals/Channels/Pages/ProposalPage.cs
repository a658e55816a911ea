using System.Globalization;
using System.Text;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;

namespace Harombe.Policy.Approvals.Channels.Pages;

/// <summary>What a yes would allow beyond its call, shown before it is given: the pattern, and the earlier questions that it would have answered. Pure.</summary>
internal static class ProposalPage
{
    public static string Render(Approval approval, GrantTerms terms, GrantProposal.Possible possible, string pathBase, string nonce)
    {
        var root = VisibleHtml.Of(pathBase) + "/approvals";
        var pattern = Encoding.UTF8.GetString(CanonicalJson.Write(possible.Grant.Pattern));
        return PageFrame.Render("A yes that reaches further – Harombe", $"""
            <p><a href="{root}/{VisibleHtml.Of(approval.Id.Value)}">Back to the question</a>; nothing is answered yet</p>
            <h1>Let <code>{VisibleHtml.Of(approval.Tool.Value)}</code> run again without asking?</h1>
            <section class="card" aria-label="What it covers">
            <ul>{string.Concat(possible.Shown.Select(says => $"<li>{VisibleHtml.Of(says)}</li>"))}</ul>
            <p>Only for calls of {VisibleHtml.Of(approval.Principal.Value)}{(possible.Grant.Session is null ? "" : ", in this session")}, until {PageFrame.Time(possible.Grant.ExpiresAt)},
            where {VisibleHtml.Of(string.Join(", ", possible.Grant.Asks))} would ask. Whatever another rule asks about is asked; a denial stays one.</p>
            </section>
            <section class="card" aria-label="Earlier questions">
            <h2>Would also have allowed</h2>
            {Earlier(possible)}
            </section>
            <form class="card" method="post" action="{root}/{VisibleHtml.Of(approval.Id.Value)}">
            <input type="hidden" name="reach" value="pattern">
            <input type="hidden" name="within" value="{(terms.Session ? "session" : "")}">
            <input type="hidden" name="lasts" value="{Minutes(terms.Lasts)}">
            <input type="hidden" name="pattern" value="{System.Net.WebUtility.HtmlEncode(pattern)}">
            <input type="hidden" name="confirm" value="{possible.Confirm}">
            <button class="yes" name="answer" value="approve">Approve this call and those</button>
            </form>
            """, nonce);
    }

    private static string Earlier(GrantProposal.Possible possible) => possible.WouldAlso.Count == 0
        ? $"<p>None of {possible.Of} earlier questions about this tool.</p>"
        : string.Concat(possible.WouldAlso.Select(approval => $"""
            <p><span class="state">{ApprovalRows.Word(approval.State)}</span> {PageFrame.Time(approval.AskedAt)}</p><pre tabindex="0">{ArgumentsHtml.Of(approval.Arguments)}</pre>
            """)) + $"<p class=\"soft\">The newest of {possible.Of} earlier questions about this tool.</p>";

    private static string Minutes(TimeSpan? lasts) => lasts is { } time ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMinutes}m") : "";
}
