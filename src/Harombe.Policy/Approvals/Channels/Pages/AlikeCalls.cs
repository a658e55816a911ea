using System.Text;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;

namespace Harombe.Policy.Approvals.Channels.Pages;

/// <summary>Alike calls that wait, as one question: the arguments of each, every one of them, above the one answer. Identical ones are shown once and counted. Pure.</summary>
internal static class AlikeCalls
{
    /// <summary>So many can be read before they are answered.</summary>
    public const int Most = 20;

    public static string Render(IReadOnlyList<Approval> alike, string root)
    {
        var first = alike[0];
        var risk = ApprovalRows.Word(first.Risk);
        var calls = alike.GroupBy(approval => Encoding.UTF8.GetString(CanonicalJson.Write(approval.Arguments)), StringComparer.Ordinal).ToList();
        return $"""
            <li class="card"><h2><code>{VisibleHtml.Of(first.Tool.Value)}</code>: {alike.Count} alike calls
            <span class="risk {risk}">{risk}</span> <span class="state">waiting</span></h2>
            <p>{VisibleHtml.Of(first.Why)}</p>
            {string.Concat(calls.Select(same => Call([.. same], root)))}
            <p class="soft">{VisibleHtml.Of(first.Principal.Value)}; the first stands until {PageFrame.Time(alike.Min(approval => approval.ExpiresAt))}. Each is answered by itself and runs once.</p>
            <form method="post" action="{root}">{Ids(alike)}<button class="yes" name="answer" value="approve">Approve these {alike.Count}</button></form>
            <form method="post" action="{root}">{Ids(alike)}<button class="no" name="answer" value="deny">Deny these {alike.Count}</button></form>
            </li>
            """;
    }

    private static string Call(List<Approval> same, string root) => $"""
        <p><a href="{root}/{VisibleHtml.Of(same[0].Id.Value)}">this call</a>{(same.Count > 1 ? $", asked {same.Count} times" : "")}</p>
        <pre tabindex="0">{ArgumentsHtml.Of(same[0].Arguments)}</pre>
        """;

    private static string Ids(IEnumerable<Approval> alike) =>
        string.Concat(alike.Select(approval => $"""<input type="hidden" name="id" value="{VisibleHtml.Of(approval.Id.Value)}">"""));
}
