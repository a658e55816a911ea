using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Harombe.Policy.Rules.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Harombe.Policy.Rules.History;

/// <summary>What the record says of a policy, over HTTP, for those who configure: replay, suggestions, and which rules were of use.</summary>
public static class HistoryEndpoints
{
    private const int MaxDays = 3650;
    private const int DefaultDays = 30;
    private const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>Maps <c>POST /policy/replay</c>, <c>GET /policy/suggestions</c> and <c>GET /policy/usage</c>. Nothing of it changes anything.</summary>
    public static RouteGroupBuilder MapHarombePolicy(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/policy");
        group.MapPost("replay", (HttpContext http, PolicyReplay replay, PolicyHolder policy) => ReplayAsync(http, replay, policy));
        group.MapGet("suggestions", async (HttpContext http, PolicySuggestions suggestions) => TypedResults.Json(
            new SuggestionList(await suggestions.FindAsync(Days(http), http.RequestAborted).ConfigureAwait(false)), HistoryViews.Default.SuggestionList));
        group.MapGet("usage", async (HttpContext http, AuditHistory history) => TypedResults.Json(await UsageAsync(http, history).ConfigureAwait(false), HistoryViews.Default.UsageView));
        return group;
    }

    private static async Task<IResult> ReplayAsync(HttpContext http, PolicyReplay replay, PolicyHolder policy)
    {
        ReplayAsked? asked;
        try
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted).ConfigureAwait(false);
            asked = body.Length <= MaxBytes ? JsonSerializer.Deserialize(body.ToArray(), HistoryViews.Default.ReplayAsked) : null;
        }
        catch (Exception e) when (e is JsonException or BadHttpRequestException)
        {
            asked = null;
        }

        if (asked is null)
        {
            return Bad("The body can't be read.", "Send {\"days\":30} to replay by the policy in force, or files and a profile besides.");
        }

        var (snapshot, faults) = Policy(asked, policy.Current);
        return snapshot is null
            ? Bad($"The policy can't hold: {string.Join(' ', faults)}", "Correct it: harombe policy check.")
            : TypedResults.Json(await replay.RunAsync(snapshot, Clamp(asked.Days), http.RequestAborted).ConfigureAwait(false), HistoryViews.Default.ReplayReport);
    }

    private static (PolicySnapshot? Snapshot, IEnumerable<PolicyFault> Faults) Policy(ReplayAsked asked, PolicySnapshot current)
    {
        if (asked.Files is not { } files)
        {
            return (current, []);
        }

        var profile = asked.Profile switch
        {
            "cautious" => PolicyProfile.Cautious,
            "developer" => PolicyProfile.Developer,
            null => current.Profile,
            _ => PolicyProfile.LockedDown,
        };
        var read = PolicyFolder.Read(files.Select(file => (file.Name, Encoding.UTF8.GetBytes(file.Content))), profile);
        return (read.Snapshot, read.Faults);
    }

    private static async Task<UsageView> UsageAsync(HttpContext http, AuditHistory history)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var decisions = 0;
        await foreach (var decision in history.DecisionsAsync(Days(http), http.RequestAborted).ConfigureAwait(false))
        {
            decisions++;
            foreach (var rule in decision.Asks.Append(decision.Rule).Distinct(StringComparer.Ordinal))
            {
                counts[rule] = counts.GetValueOrDefault(rule) + 1;
            }
        }

        return new UsageView((int)Days(http).TotalDays, decisions, counts);
    }

    private static TimeSpan Days(HttpContext http) =>
        Clamp(int.TryParse(http.Request.Query["days"], NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : DefaultDays);

    private static TimeSpan Clamp(int? days) => TimeSpan.FromDays(Math.Clamp(days ?? DefaultDays, 1, MaxDays));

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Bad(string message, string remedy) => TypedResults.Problem(
        detail: message, statusCode: StatusCodes.Status400BadRequest, extensions: new Dictionary<string, object?> { ["rule"] = "policy.replay", ["remedy"] = remedy });
}

/// <summary>What is to be replayed, and by which policy; by the one in force where no files are given.</summary>
internal sealed record ReplayAsked(int? Days = null, string? Profile = null, IReadOnlyList<PolicyText>? Files = null);

/// <summary>A policy file.</summary>
internal sealed record PolicyText(string Name, string Content);

internal sealed record SuggestionList(IReadOnlyList<Suggestion> Suggestions);

/// <summary>How often each rule decided or asked.</summary>
internal sealed record UsageView(int Days, int Decisions, IReadOnlyDictionary<string, int> Rules);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ReplayAsked))]
[JsonSerializable(typeof(ReplayReport))]
[JsonSerializable(typeof(SuggestionList))]
[JsonSerializable(typeof(UsageView))]
internal sealed partial class HistoryViews : JsonSerializerContext;
