using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;
using Harombe.Host.Configuration;
using Microsoft.AspNetCore.Mvc;

namespace Harombe.Host.Access;

/// <summary>The stored secrets over HTTP, for those who configure. Values go in and never come out.</summary>
internal static class SecretEndpoints
{
    /// <summary>The longest value, in UTF-8 bytes.</summary>
    public const int LongestValue = 64 * 1024;

    /// <summary>Maps <c>GET /secrets</c>, <c>POST /secrets/rekey</c>, <c>PUT</c> and <c>DELETE /secrets/{name}</c>; the name may have slashes in it.</summary>
    public static void MapSecrets(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/secrets").WithMetadata(AccessNeeded.Admin);
        group.MapGet("", async (SecretChanges secrets, [FromServices] ILeaseRevocation? revocation, CancellationToken cancellationToken) =>
        {
            var names = await secrets.ListAsync(cancellationToken).ConfigureAwait(false);
            var held = revocation is null ? [] : await revocation.QuarantinedAsync(cancellationToken).ConfigureAwait(false);
            return TypedResults.Json(
                new SecretNames([.. names.Select(name => name.Value)], held.IsEmpty ? null : [.. held.Select(name => name.Value)]), SecretForms.Default.SecretNames);
        });
        group.MapPost("rekey", async (SecretChanges secrets, HttpContext http) =>
        {
            await secrets.RekeyAsync(http.Principal()!.Id, http.RequestAborted).ConfigureAwait(false); // not null: the gate let it through
            return TypedResults.Json(new SecretsRekeyed(true), SecretForms.Default.SecretsRekeyed);
        });
        group.MapPut("{**name}", StoreAsync);
        group.MapDelete("{**name}", RemoveAsync);
    }

    /// <summary>Why a word can't be the name of a secret; null when it can. Never repeats the word, which may be the secret itself.</summary>
    public static Reason? Fault(string word, out SecretName name) =>
        SecretShapes.Find(word) is not null
            ? Refuse(out name, "secret.name", "The name looks like a secret itself.", "Name it by what it is for, as in github/token; the value goes elsewhere.")
            : SecretName.TryParse(word, out name)
                ? null
                : Refuse(out name, "secret.name", "That is not the name of a secret.", "Use lower-case letters, digits, '_', '-', '.' and '/' between parts, as in github/token.");

    private static async Task StoreAsync(string name, HttpContext http, SecretChanges secrets)
    {
        if (Fault(name, out var parsed) is { } fault)
        {
            await Problems.WriteAsync(http, StatusCodes.Status400BadRequest, fault).ConfigureAwait(false);
            return;
        }

        if (await ReadAsync(http).ConfigureAwait(false) is not { } secret)
        {
            await Problems.WriteAsync(http, StatusCodes.Status400BadRequest, new Reason(
                "secret.value", $"The body holds no value of 1 to {LongestValue} bytes.", "Send {\"value\": \"…\"} as application/json.")).ConfigureAwait(false);
            return;
        }

        using (secret)
        {
            await secrets.StoreAsync(parsed, secret, http.Principal()!.Id, http.RequestAborted).ConfigureAwait(false); // not null: the gate let it through
        }

        await TypedResults.Json(new SecretStored(parsed.Value), SecretForms.Default.SecretStored).ExecuteAsync(http).ConfigureAwait(false);
    }

    private static async Task RemoveAsync(string name, HttpContext http, SecretChanges secrets)
    {
        if (Fault(name, out var parsed) is { } fault)
        {
            await Problems.WriteAsync(http, StatusCodes.Status400BadRequest, fault).ConfigureAwait(false);
            return;
        }

        var removed = await secrets.RemoveAsync(parsed, http.Principal()!.Id, http.RequestAborted).ConfigureAwait(false); // not null: the gate let it through
        await TypedResults.Json(new SecretRemoved(removed), SecretForms.Default.SecretRemoved).ExecuteAsync(http).ConfigureAwait(false);
    }

    private static async ValueTask<Secret?> ReadAsync(HttpContext http)
    {
        try
        {
            var value = (await http.Request.ReadFromJsonAsync(SecretForms.Default.SecretValue, http.RequestAborted).ConfigureAwait(false))?.Value;
            if (value is not { Length: > 0 } || Encoding.UTF8.GetByteCount(value) is var length && length > LongestValue)
            {
                return null;
            }

            var bytes = Encoding.UTF8.GetBytes(value);
            var secret = new Secret(bytes);
            CryptographicOperations.ZeroMemory(bytes);
            return secret;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            // Its message could quote the body.
            return null;
        }
    }

    private static Reason Refuse(out SecretName name, string rule, string message, string remedy)
    {
        name = default;
        return new Reason(rule, message, remedy);
    }
}

/// <param name="Secrets">The names of what is stored.</param>
/// <param name="Quarantined">Those of them that are leased to nobody until they have other values; null when there are none, or when no host was asked.</param>
internal sealed record SecretNames(
    IReadOnlyList<string> Secrets, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Quarantined = null);

internal sealed record SecretStored(string Stored);

internal sealed record SecretRemoved(bool Removed);

internal sealed record SecretsRekeyed(bool Rekeyed);

/// <summary>The one form that carries a value. Its text form is overridden: a record's own would print it.</summary>
internal sealed record SecretValue(string? Value)
{
    public override string ToString() => "(secret)";
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SecretNames))]
[JsonSerializable(typeof(SecretStored))]
[JsonSerializable(typeof(SecretRemoved))]
[JsonSerializable(typeof(SecretsRekeyed))]
[JsonSerializable(typeof(SecretValue))]
internal sealed partial class SecretForms : JsonSerializerContext;
