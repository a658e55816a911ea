using System.Text;
using Harombe.Core.Principals;
using Harombe.Gateway.Pinning;
using Harombe.Gateway.Upstreams;

namespace Harombe.Gateway.Endpoint;

/// <summary>
/// What a client is told when it connects: how the guard speaks, which upstream servers are missing and why, and what those that are there say of
/// themselves, as far as somebody has accepted it.
/// </summary>
internal sealed class Instructions(UpstreamSet? upstreams)
{
    private const int LongestOfOne = 4000;

    private const string OfTheGuard =
        """
        These tools run behind Harombe's guard. A call may be refused: the result then names the rule, the reason and what would allow it; don't retry it unchanged.
        A call may need a person's yes. If you offer elicitation, you are asked for it during the call. Otherwise the result says "waiting for approval apr_…" with a
        link: give the link to your user, go on with something else, and call harombe_approval with that id later to get the result. It never runs anything twice,
        and it can't approve: only a person can. A question that nobody answers in time counts as a no. If a tool is unknown, list the tools again.
        """;

    /// <summary>For one principal: what is for others is not named to it.</summary>
    public string For(Principal principal)
    {
        var text = new StringBuilder(OfTheGuard);
        foreach (var held in upstreams?.All.Values ?? [])
        {
            if (!held.Entry.Principals.IsEmpty && !held.Entry.Principals.Contains(principal.Id))
            {
                continue;
            }

            if (Missing(held) is { } why)
            {
                // Not the reason itself: a server's own words don't get in here before somebody has accepted it.
                text.Append($"\nThe tools of '{held.Name}' are missing or may fail: {why}. The operator sees more with 'harombe mcp list'.");
            }
            else if (Accepted(held) is { } words)
            {
                text.Append($"\n\nThe server '{held.Name}', whose tools begin with {held.Name}__, says of itself:\n{words}");
            }
        }

        return text.ToString();
    }

    private static string? Missing(HeldUpstream held) => (held.State.Standing, held.Upstream) switch
    {
        ({ IsAccepted: false }, _) => "nobody has accepted the server yet",
        (_, { Live: null, IsStarting: true }) => "the server is starting",
        (_, { Live: null, Fault: not null }) => "the server can't be reached",
        _ => null,
    };

    private static string? Accepted(HeldUpstream held) => held.State.Standing.Standings
        .FirstOrDefault(one => one is { Compared: Compared.Same, Definition.Kind: DefinitionKind.Instructions })?.Definition.Value.GetString() is { } words
            ? words.Length <= LongestOfOne ? words : words[..LongestOfOne] + "…"
            : null;
}
