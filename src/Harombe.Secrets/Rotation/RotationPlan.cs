using System.Globalization;
using Harombe.Core.Secrets;

namespace Harombe.Secrets.Rotation;

/// <summary>Where the new values of a secret come from.</summary>
public enum RotationSource
{
    /// <summary>A person gets one from the issuer and hands it over.</summary>
    Person = 0,

    /// <summary>We make one: 256 random bits.</summary>
    Generated = 1,

    /// <summary>An engine of Vault changes it there; the secret's place in Vault has it then.</summary>
    Vault = 2,

    /// <summary>AppRole gives a new secret id for our own login, and the old one is destroyed.</summary>
    SecretId = 3,
}

/// <summary>How a secret is rotated. Written <c>github/token every 90d check https://api.github.com/user</c>, <c>app/key every 30d by generated</c>,
/// <c>db/password every 1d by database/rotate-role/harombe-app</c>, <c>vault/credential every 7d by auth/approle/role/harombe/secret-id</c>.</summary>
/// <param name="Name">The secret.</param>
/// <param name="Every">How often; null for on demand only.</param>
/// <param name="Source">Where new values come from.</param>
/// <param name="Path">The path in Vault that makes them; empty otherwise.</param>
/// <param name="Check">Answers 2xx to a bearer of a good value; null for none.</param>
public sealed record RotationPlan(SecretName Name, TimeSpan? Every, RotationSource Source, string Path, Uri? Check)
{
    private const string SecretIdEnd = "/secret-id";

    /// <summary>Reads the written form; null when it is not one.</summary>
    public static RotationPlan? Parse(string text)
    {
        if (text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not { Length: > 0 } words || words.Length % 2 == 0 || !SecretName.TryParse(words[0], out var name))
        {
            return null;
        }

        var plan = new RotationPlan(name, null, RotationSource.Person, "", null);
        for (var at = 1; at < words.Length; at += 2)
        {
            switch (words[at])
            {
                case "every" when Duration(words[at + 1]) is { } every:
                    plan = plan with { Every = every };
                    break;
                case "by" when words[at + 1] == "generated":
                    plan = plan with { Source = RotationSource.Generated };
                    break;
                case "by" when words[at + 1].Split('/') is { Length: > 1 } parts && parts.All(part => part is not ("" or "." or "..")):
                    var path = words[at + 1];
                    plan = plan with { Path = path, Source = path.StartsWith("auth/", StringComparison.Ordinal) && path.EndsWith(SecretIdEnd, StringComparison.Ordinal) ? RotationSource.SecretId : RotationSource.Vault };
                    break;
                case "check" when Uri.TryCreate(words[at + 1], UriKind.Absolute, out var url) && url.UserInfo.Length == 0
                    && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)):
                    plan = plan with { Check = url };
                    break;
                default:
                    return null;
            }
        }

        return plan;
    }

    // From an hour, below which nobody could follow it, to ten years.
    private static TimeSpan? Duration(string text)
    {
        if (text.Length < 2 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var every = text[^1] switch { 'h' => TimeSpan.FromHours(1), 'd' => TimeSpan.FromDays(1), _ => TimeSpan.Zero } * number;
        return every >= TimeSpan.FromHours(1) && every <= TimeSpan.FromDays(3650) ? every : null;
    }
}
