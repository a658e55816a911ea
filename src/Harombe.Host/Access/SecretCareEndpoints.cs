using System.Security.Cryptography;
using System.Text;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;

namespace Harombe.Host.Access;

/// <summary>What is done to secrets besides storing them, over HTTP, for those who configure: rotation, the emergency path, the move to Vault.</summary>
internal static class SecretCareEndpoints
{
    /// <summary>Maps <c>GET /secrets/rotations</c> and <c>POST /secrets/rotate</c>, <c>/secrets/revoke</c>, <c>/secrets/migrate</c>.</summary>
    public static void MapSecretCare(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/secrets").WithMetadata(AccessNeeded.Admin);
        group.MapGet("rotations", async (ISecretRotation rotation, CancellationToken cancellationToken) =>
            TypedResults.Json((await rotation.ListAsync(cancellationToken).ConfigureAwait(false)).Select(RotationView.Of).ToList(), SecretCareForms.Default.ListRotationView));
        group.MapPost("rotate", RotateAsync);
        group.MapPost("revoke", RevokeAsync);
        group.MapPost("migrate", MigrateAsync);
    }

    private static async Task RotateAsync(HttpContext http, ISecretRotation rotation)
    {
        var asked = await ReadAsync(http, SecretCareForms.Default.RotationAsked).ConfigureAwait(false);
        if (asked?.Name is null || !SecretName.TryParse(asked.Name, out var name))
        {
            await Problems.WriteAsync(http, StatusCodes.Status400BadRequest, new Reason("secret.name", "The body names no secret.", "Send {\"name\": \"github/token\"}.")).ConfigureAwait(false);
            return;
        }

        using var value = asked.Value is { Length: > 0 } text ? Secret(text) : null;
        switch (await rotation.RotateAsync(name, value, !asked.Unchecked, http.Principal()!.Id, http.RequestAborted).ConfigureAwait(false)) // not null: the gate let it through
        {
            case RotationOutcome.Rotated rotated:
                await TypedResults.Json(new SecretRotated(name.Value, rotated.Checked), SecretCareForms.Default.SecretRotated).ExecuteAsync(http).ConfigureAwait(false);
                break;
            case RotationOutcome.Refused refused:
                await Problems.WriteAsync(http, StatusCodes.Status409Conflict, refused.Reason).ConfigureAwait(false);
                break;
            case var unknown:
                throw new InvalidOperationException($"Unknown outcome {unknown.GetType().Name}.");
        }
    }

    private static async Task RevokeAsync(HttpContext http, ILeaseRevocation revocation)
    {
        var asked = await ReadAsync(http, SecretCareForms.Default.RevocationAsked).ConfigureAwait(false);
        LeaseSubject? subject = asked switch
        {
            { Tool: { } tool, Principal: null } when ToolName.TryParse(tool, out var name) => new LeaseSubject.OfTool(name),
            { Tool: null, Principal: { Length: > 0 and <= 128 } principal } => new LeaseSubject.OfPrincipal(new PrincipalId(principal)),
            _ => null,
        };
        if (subject is null)
        {
            await Problems.WriteAsync(http, StatusCodes.Status400BadRequest, new Reason("revoke.subject", "The body names neither one tool nor one principal.", "Send {\"tool\": \"…\"} or {\"principal\": \"…\"}.")).ConfigureAwait(false);
            return;
        }

        var by = http.Principal()!.Id; // not null: the gate let it through
        if (asked!.Lift) // not null: it has a subject
        {
            var lifted = await revocation.LiftAsync(subject, by, http.RequestAborted).ConfigureAwait(false);
            await TypedResults.Json(new LeasesLifted(lifted), SecretCareForms.Default.LeasesLifted).ExecuteAsync(http).ConfigureAwait(false);
            return;
        }

        // Not to be cancelled by hanging up: half an emergency is none.
        var report = await revocation.RevokeAsync(subject, by, CancellationToken.None).ConfigureAwait(false);
        await TypedResults.Json(
            new LeasesRevoked(report.Ended, [.. report.Quarantined.Select(name => name.Value)], [.. report.Unread.Select(name => name.Value)]),
            SecretCareForms.Default.LeasesRevoked).ExecuteAsync(http).ConfigureAwait(false);
    }

    private static async Task MigrateAsync(HttpContext http, IServiceProvider services)
    {
        if (services.GetService<ISecretMigration>() is not { } migration)
        {
            await Problems.WriteAsync(http, StatusCodes.Status409Conflict, SecretsMigrated.NoVault).ConfigureAwait(false);
            return;
        }

        var asked = await ReadAsync(http, SecretCareForms.Default.MigrationAsked).ConfigureAwait(false);
        var report = await migration.MigrateAsync(asked?.Overwrite == true, http.RequestAborted).ConfigureAwait(false);
        await TypedResults.Json(SecretsMigrated.Of(report), SecretCareForms.Default.SecretsMigrated).ExecuteAsync(http).ConfigureAwait(false);
    }

    private static Secret Secret(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var secret = new Secret(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return secret;
    }

    private static async Task<T?> ReadAsync<T>(HttpContext http, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> form) where T : class
    {
        try
        {
            return await http.Request.ReadFromJsonAsync(form, http.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            // Its message could quote the body.
            return null;
        }
    }
}
