using Harombe.Core.Approvals;

namespace Harombe.Policy.Approvals.Channels.Pages;

/// <summary>The questions that a reader may see, newest first. Answers are given on the page of each, below its arguments. Pure.</summary>
internal static class ApprovalListPage
{
    /// <param name="approvals">The questions.</param>
    /// <param name="mayAnswer">Whether the reader may answer one of them.</param>
    /// <param name="pathBase">Where the host is mounted.</param>
    /// <param name="nonce">For the style.</param>
    public static string Render(IReadOnlyList<Approval> approvals, Func<Approval, bool> mayAnswer, string pathBase, string nonce)
    {
        var root = VisibleHtml.Of(pathBase) + "/approvals";
        var items = approvals.Count == 0
            ? "<p class=\"card\">No questions here.</p>"
            : $"<ul>{string.Concat(Together(approvals, mayAnswer).Select(alike => alike is [var one] ? Item(one, root) : AlikeCalls.Render(alike, root)))}</ul>";
        var body = $"""
            <h1>Approvals</h1>
            <nav aria-label="Filter"><p><a href="{root}">all</a> · <a href="{root}?state=waiting">waiting</a> · <a href="{root}?state=approved">approved</a>
            · <a href="{root}?state=denied">denied</a> · <a href="{root}?state=expired">expired</a> · <a href="{root}?state=spent">spent</a>
            · <a href="{root}?state=withdrawn">withdrawn</a> · <a href="{root}/grants">standing answers</a></p></nav>
            {items}
            """;
        return PageFrame.Render("Approvals – Harombe", body, nonce);
    }

    // One whose arguments are not all shown stands alone: two that look alike need not be.
    // Waiting calls of one tool, for one reason, of one principal in one session are one question: the answer to one is the answer to the next in all likelihood.
    private static IEnumerable<List<Approval>> Together(IReadOnlyList<Approval> approvals, Func<Approval, bool> mayAnswer) => approvals
        .GroupBy(approval => approval is { State: ApprovalState.Waiting, WithheldSeal: null } && mayAnswer(approval)
            ? $"{approval.Tool}\n{approval.Principal}\n{approval.Session}\n{approval.Rule}\n{approval.Risk}\n{approval.Why}" : approval.Id.Value)
        .SelectMany(group => group.Chunk(AlikeCalls.Most).Select(chunk => chunk.ToList()));

    private static string Item(Approval approval, string root)
    {
        var risk = ApprovalRows.Word(approval.Risk);
        return $"""
            <li class="card"><h2><a href="{root}/{VisibleHtml.Of(approval.Id.Value)}"><code>{VisibleHtml.Of(approval.Tool.Value)}</code></a>
            <span class="risk {risk}">{risk}</span> <span class="state">{ApprovalRows.Word(approval.State)}</span></h2>
            <p>{VisibleHtml.Of(approval.Why)}</p>
            <p class="soft">{VisibleHtml.Of(approval.Principal.Value)}, asked {PageFrame.Time(approval.AskedAt)}, stands until {PageFrame.Time(approval.ExpiresAt)}</p></li>
            """;
    }
}
