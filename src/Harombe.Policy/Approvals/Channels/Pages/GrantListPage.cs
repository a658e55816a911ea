using Harombe.Core.Approvals;

namespace Harombe.Policy.Approvals.Channels.Pages;

/// <summary>The standing answers, each with what it covers and the button that takes it back. Pure.</summary>
internal static class GrantListPage
{
    public static string Render(IReadOnlyList<Grant> grants, bool mayRevoke, string pathBase, string nonce)
    {
        var root = VisibleHtml.Of(pathBase) + "/approvals";
        var items = grants.Count == 0
            ? "<p class=\"card\">Nobody has given a yes that reaches beyond one call.</p>"
            : $"<ul>{string.Concat(grants.Select(grant => Item(grant, mayRevoke, root)))}</ul>";
        return PageFrame.Render("Standing answers – Harombe", $"""
            <p><a href="{root}?state=waiting">All waiting questions</a></p>
            <h1>Standing answers</h1>
            {items}
            """, nonce);
    }

    private static string Item(Grant grant, bool mayRevoke, string root)
    {
        var risk = ApprovalRows.Word(grant.Risk);
        return $"""
            <li class="card"><h2><code>{VisibleHtml.Of(grant.Tool.Value)}</code> <span class="risk {risk}">{risk}</span>
            {(grant.RevokedAt is { } at ? $"<span class=\"state\">taken back {PageFrame.Time(at)} by {VisibleHtml.Of(grant.RevokedBy?.Value ?? "")}</span>" : "")}</h2>
            <pre tabindex="0">{ArgumentsHtml.Of(grant.Pattern)}</pre>
            <p>For {VisibleHtml.Of(grant.Principal.Value)}{(grant.Session is { } session ? $", in the session <code>{VisibleHtml.Of(session.Value)}</code> only" : "")},
            where {VisibleHtml.Of(string.Join(", ", grant.Asks))} would ask. Used {grant.Uses} times{(grant.UsedAt is { } used ? $", last {PageFrame.Time(used)}" : "")}.</p>
            <p class="soft">Given by {VisibleHtml.Of(grant.By.Value)}, {PageFrame.Time(grant.GivenAt)}; ends {PageFrame.Time(grant.ExpiresAt)}.
            From <a href="{root}/{VisibleHtml.Of(grant.From.Value)}">this question</a>.</p>
            {(mayRevoke && grant.RevokedAt is null ? $"""<form method="post" action="{root}/grants/{VisibleHtml.Of(grant.Id.Value)}/revoke"><button class="no" name="revoke" value="yes">Take it back</button></form>""" : "")}
            </li>
            """;
    }
}
