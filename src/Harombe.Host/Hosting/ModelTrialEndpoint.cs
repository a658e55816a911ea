using Harombe.Agent.LanguageModels;
using Harombe.Core.Calls;
using Harombe.Host.Access;

namespace Harombe.Host.Hosting;

/// <summary>
/// Tries the model for an admin. The running host does it and not the one who asks: the use of the key is leased and recorded as that of any turn, and one
/// that was taken back in an emergency is not used behind its back.
/// </summary>
internal static class ModelTrialEndpoint
{
    public const string Path = "/models/trial";

    public static void MapModelTrial(this IEndpointRouteBuilder endpoints) => endpoints.MapPost(Path, async (HttpContext http, ModelTrial trial) =>
    {
        var reason = await trial.TryAsync(http.Principal(), http.RequestAborted).ConfigureAwait(false);
        return TypedResults.Json(new ModelTried(trial.Model, reason), HostingJson.Default.ModelTried);
    }).WithMetadata(AccessNeeded.Admin);
}

/// <summary>What came of asking the model for one word.</summary>
/// <param name="Model">Which.</param>
/// <param name="Reason">Why it did not answer; null when it did.</param>
internal sealed record ModelTried(string Model, Reason? Reason);
