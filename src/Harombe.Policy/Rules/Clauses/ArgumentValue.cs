using System.Text.Json;
using Harombe.Policy.Provenance.Text;

namespace Harombe.Policy.Rules.Clauses;

/// <summary>One value among the arguments of a call. What several rules ask of it is worked out once. Of one call; not thread-safe.</summary>
internal sealed class ArgumentValue(JsonElement json)
{
    private string? text;
    private string? host;
    private decimal number;
    private string? path;
    private bool textKnown, hostKnown, pathKnown, numberKnown, isNumber;

    /// <summary>The text; null where it is none.</summary>
    public string? Text
    {
        get
        {
            if (!textKnown)
            {
                (textKnown, text) = (true, json.ValueKind switch
                {
                    JsonValueKind.String => json.GetString(),
                    JsonValueKind.True => "true",
                    JsonValueKind.False => "false",
                    _ => null,
                });
            }

            return text;
        }
    }

    /// <summary>The host that the text leads to; null where it is no URL.</summary>
    public string? Host
    {
        get
        {
            if (!hostKnown)
            {
                (hostKnown, host) = (true, Text is { } url ? Entities.HostOf(Fold.Plain(url)) : null);
            }

            return host;
        }
    }

    /// <summary>The text as a path without its doubled and single-dotted parts; null where it climbs with '..' or is none.</summary>
    public string? Path
    {
        get
        {
            if (!pathKnown)
            {
                (pathKnown, path) = (true, Text is { } written ? Clean(written) : null);
            }

            return path;
        }
    }

    public static string? Clean(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal) || path.Contains('\\', StringComparison.Ordinal))
        {
            return null;
        }

        var parts = path.Split('/');
        return parts.Contains("..") ? null : (path.StartsWith('/') ? "/" : "") + string.Join('/', parts.Where(part => part.Length > 0 && part != "."));
    }

    /// <summary>The number; false where it is none, or larger than can be reckoned with.</summary>
    public bool TryNumber(out decimal value)
    {
        if (!numberKnown)
        {
            (numberKnown, isNumber) = (true, json.ValueKind == JsonValueKind.Number && json.TryGetDecimal(out number));
        }

        value = number;
        return isNumber;
    }
}
