using System.Security.Cryptography;
using System.Text;
using Harombe.Core.Tools;

namespace Harombe.Gateway.Upstreams.Offering;

/// <summary>
/// The catalogue's names of upstream tools. A name depends on the server's name and the tool's and on nothing else: no other server, and no other tool, ever
/// changes it.
/// </summary>
internal static class UpstreamNames
{
    private const string Between = "__";
    private const int HashLength = 8;

    /// <summary><c>server__tool</c>; where that has characters that a client may refuse, or is too long, some of it and a hash of all of it.</summary>
    public static ToolName Of(string server, string tool)
    {
        var clean = string.Concat(tool.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_'));
        var name = server + Between + clean;
        if (clean == tool && name.Length <= ToolName.MaxLength)
        {
            return ToolName.Parse(name);
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tool)))[..HashLength];
        return ToolName.Parse($"{name[..Math.Min(name.Length, ToolName.MaxLength - HashLength - 1)]}_{hash}");
    }
}
