using Harombe.Host.Access;

namespace Harombe.Host.Hosting;

/// <summary>What an admin does to the host itself.</summary>
internal static class AdminEndpoints
{
    public static void MapAdmin(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/admin/stop", (IHostApplicationLifetime lifetime) =>
    {
        lifetime.StopApplication();
        return TypedResults.Accepted((string?)null);
    }).WithMetadata(AccessNeeded.Admin);
}
