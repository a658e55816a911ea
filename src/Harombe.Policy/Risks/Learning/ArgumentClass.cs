using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Harombe.Policy.Provenance.Text;
using Harombe.Policy.Provenance.Tools;

namespace Harombe.Policy.Risks.Learning;

/// <summary>
/// What calls of a tool have in common, so that what became of some says something of others: which arguments are given, and into which domain, host or folder
/// those lead that decide where it lands. What was learned of one class says nothing good of another one. Pure.
/// </summary>
internal static class ArgumentClass
{
    private const int MostPlaces = 16;

    public static string Of(ToolProfile tool, JsonElement arguments)
    {
        if (arguments.ValueKind != JsonValueKind.Object)
        {
            return "";
        }

        var form = new StringBuilder();
        foreach (var property in arguments.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            form.Append(property.Name).Append('\0');
            if (tool.RoleOf(property.Name) is ParameterRole.Destination or ParameterRole.Identity or ParameterRole.Credential)
            {
                form.AppendJoin('\0', Texts(property.Value).Select(PlaceOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MostPlaces)).Append('\0');
            }

            form.Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(form.ToString())))[..16];
    }

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString() ?? ""],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(property => Texts(property.Value)),
        _ => [],
    };

    private static string PlaceOf(string value)
    {
        var seen = Fold.Seen(value).Trim();
        return Entities.Whole(seen) switch
        {
            { Kind: EntityKind.Email, Value: var mail } => mail[(mail.IndexOf('@', StringComparison.Ordinal) + 1)..],
            { Kind: EntityKind.Url, Host: var host } => host,
            // A path by its folder, and anything else by itself: an account or a channel is no other one's.
            _ when seen.LastIndexOf('/') is > 0 and var slash => seen[..slash],
            _ => seen,
        };
    }
}
