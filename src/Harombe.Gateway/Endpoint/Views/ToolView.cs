using Harombe.Core.Principals;
using Harombe.Core.Tools;

namespace Harombe.Gateway.Endpoint.Views;

/// <summary>
/// A choice of tools with an address of its own, for clients that do better with fewer. It narrows what a client sees and calls by that address; what the
/// principal may do is decided by its token and by policy, as anywhere. Immutable.
/// </summary>
/// <param name="Name">The last part of the address; empty for the view of everything.</param>
/// <param name="Allow">The tools in it.</param>
/// <param name="Deny">The tools that are not, whatever allows them.</param>
/// <param name="Small">Whether clients are given a search in the place of a list.</param>
public sealed record ToolView(string Name, ToolScope Allow, ToolScope Deny, bool Small)
{
    /// <summary>The one at the gateway's own address.</summary>
    public static ToolView Everything { get; } = new("", ToolScope.Everything, ToolScope.Nothing, Small: false);

    /// <summary>Whether a tool is in it.</summary>
    public bool Has(ToolName tool) => Allow.Covers(tool) && !Deny.Covers(tool);
}
