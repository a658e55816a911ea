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
/// <param name="Server">
/// The one upstream that is served there, under its own names: for clients that expect that server and no other. Null for all, under the catalogue's names.
/// </param>
public sealed record ToolView(string Name, ToolScope Allow, ToolScope Deny, bool Small, string? Server = null)
{
    private string Prefix => Server is null ? "" : Server + "__";

    /// <summary>The one at the gateway's own address.</summary>
    public static ToolView Everything { get; } = new("", ToolScope.Everything, ToolScope.Nothing, Small: false);

    /// <summary>Whether a tool is in it.</summary>
    public bool Has(ToolName tool) => tool.Value.StartsWith(Prefix, StringComparison.Ordinal) && Allow.Covers(tool) && !Deny.Covers(tool);

    /// <summary>What a tool is called there.</summary>
    public string Shown(ToolName tool) => tool.Wire[Prefix.Length..];

    /// <summary>The catalogue's name, or wire name, of what is called so there.</summary>
    public string Meant(string name) => Prefix + name;
}
