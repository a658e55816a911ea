using Microsoft.AspNetCore.Http;

namespace Harombe.Policy.Approvals.Channels;

/// <summary>What the client wants to read.</summary>
internal static class Accepts
{
    /// <summary>JSON where it is asked for and a page isn't; browsers ask for pages.</summary>
    public static bool Json(HttpRequest request) => Names(request, "application/json") && !Names(request, "text/html");

    private static bool Names(HttpRequest request, string mediaType) =>
        request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase));
}
