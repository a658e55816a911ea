using Harombe.Core.Approvals;

namespace Harombe.Policy.Approvals.Channels.Pages;

/// <summary>The questions that a reader may see, newest first. Answers are given on the page of each, below its arguments. Pure.</summary>
internal static class ApprovalListPage
{
    public static string Render(IReadOnlyList<Approval> approvals, string pathBase, string nonce)
    {
        var root = VisibleText.Html(pathBase) + "/approvals";
        var items = approvals.Count == 0
            ? "<p class=\"card\">No questions here.</p>"
            : $"<ul>{string.Concat(approvals.Select(approval => Item(approval, root)))}</ul>";
        var body = $"""
            <h1>Approvals</h1>
            <nav aria-label="Filter"><p><a href="{root}">all</a> · <a href="{root}?state=waiting">waiting</a> · <a href="{root}?state=approved">approved</a>
            · <a href="{root}?state=denied">denied</a> · <a href="{root}?state=expired">expired</a> · <a href="{root}?state=spent">spent</a>
            · <a href="{root}?state=withdrawn">withdrawn</a></p></nav>
            {items}
            """;
        return PageFrame.Render("Approvals – Harombe", body, nonce);
    }

    private static string Item(Approval approval, string root)
    {
        var risk = ApprovalRows.Word(approval.Risk);
        return $"""
            <li class="card"><h2><a href="{root}/{VisibleText.Html(approval.Id.Value)}"><code>{VisibleText.Html(approval.Tool.Value)}</code></a>
            <span class="risk {risk}">{risk}</span> <span class="state">{ApprovalRows.Word(approval.State)}</span></h2>
            <p>{VisibleText.Html(approval.Why)}</p>
            <p class="soft">{VisibleText.Html(approval.Principal.Value)}, asked {PageFrame.Time(approval.AskedAt)}, stands until {PageFrame.Time(approval.ExpiresAt)}</p></li>
            """;
    }
}
