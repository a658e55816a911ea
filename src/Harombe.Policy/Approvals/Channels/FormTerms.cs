using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Harombe.Policy.Approvals.Channels;

/// <summary>How far a yes shall reach, as the page's form says it: <c>reach</c> is once, session, time or pattern.</summary>
internal static class FormTerms
{
    /// <exception cref="InvalidDataException">The form doesn't come from the page.</exception>
    public static GivenTerms? Of(IFormCollection form) => form["reach"].ToString() switch
    {
        "" or "once" => null,
        "session" => new GivenTerms(true, null, null, null),
        "time" => new GivenTerms(false, form["lasts"], null, null),
        "pattern" => new GivenTerms(form["within"] == "session", form["lasts"] is { Count: 1 } lasts && lasts.ToString().Length > 0 ? lasts : (string?)null, Json(form["pattern"]), form["confirm"]),
        _ => throw new InvalidDataException("Nobody can say yes so far."),
    };

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonElement? Json(string? text) => string.IsNullOrWhiteSpace(text) ? null : JsonElement.Parse(text);
}
