using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;

namespace Harombe.Agent.LanguageModels.Keys;

/// <summary>
/// Leases the key of a model for as long as one turn asks it: one lease for all requests of the turn, since each costs durable writes before and after, and
/// since the tools in between must not make a turn outlive its key. To the leases' book and to the record it is a call of <c>model__{place}</c>: the emergency
/// path finds and blocks it by that name, as it does any tool. Thread-safe.
/// </summary>
/// <param name="leases">The lease station; null where no host was composed.</param>
internal sealed class ModelKeys(ILeases? leases = null)
{
    private const string Family = "model__";
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    /// <summary>The lease; null for a model without a key. Or why it is not to be had.</summary>
    public async ValueTask<(ILease? Lease, Reason? Fault)> LeaseAsync(ModelSettings model, Asker asker, CancellationToken cancellationToken)
    {
        if (model.Key is not { } key)
        {
            return (null, null);
        }

        if (leases is null)
        {
            throw new InvalidOperationException("There is nobody to lease keys of models from. Call AddHarombeLeases before AddHarombeAgent.");
        }

        if (!ToolArguments.TryCreate(Nothing, default, labels: null, out var arguments, out var fault))
        {
            throw new InvalidOperationException(fault);
        }

        var call = new ToolCall(CallId.New(), CallOf(model, key), arguments, asker.Principal, asker.Session, asker.Face, Approval: null);
        return await leases.LeaseAsync(call, cancellationToken).ConfigureAwait(false) switch
        {
            LeaseOutcome.Leased leased => (leased.Lease, null),
            LeaseOutcome.Refused { Reason.Rule: "lease.missing" } => (null, Missing(key)),
            LeaseOutcome.Refused refused => (null, refused.Reason),
            var unknown => throw new InvalidOperationException($"Unknown lease outcome {unknown.GetType().Name}."),
        };
    }

    /// <summary>What the asking of a model is called: by the entry below <c>models</c> that holds the key, a provider's or the model's own.</summary>
    public static ToolName NameOf(ModelSettings model)
    {
        var longest = ToolName.MaxLength - Family.Length;
        var place = model.KeyHolder;
        // Configuration takes longer names than tools may have; two of them must not become one.
        return ToolName.Parse(Family + (place.Length <= longest
            ? place
            : $"{place[..(longest - 9)]}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(place)))[..8]}"));
    }

    /// <summary>The one place that a model's key is sent to, as leases name it.</summary>
    public static string PlaceOf(Uri url) => $"{url.IdnHost}:{url.Port}";

    private static ToolDefinition CallOf(ModelSettings model, SecretName key) => new()
    {
        Name = NameOf(model),
        Description = "Asking the model.",
        InputSchema = Nothing,
        Origin = $"models.{model.KeyHolder}.secret",
        Risk = Risk.High,
        Secrets = [key],
        Hosts = model.BaseUrl is { } place ? [PlaceOf(place)] : [],
    };

    private static Reason Missing(SecretName key) => new(
        "model.key",
        $"The secret {key} is not stored.",
        $"Store it with 'harombe secrets set {key.Value}', or 'harombe secrets import' if it is in the environment.");
}
