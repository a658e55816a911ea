using System.Text.Json.Serialization;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;

namespace Harombe.Host.Access;

/// <summary>What is asked of a rotation. Its text form is overridden: a record's own would print the value.</summary>
internal sealed record RotationAsked(string? Name, string? Value, bool Unchecked)
{
    public override string ToString() => $"(rotation of {Name})";
}

internal sealed record SecretRotated(string Rotated, bool Checked);

/// <summary>How a rotation stands.</summary>
internal sealed record RotationView(string Secret, string Source, string Check, double? EveryHours, DateTimeOffset? Last, DateTimeOffset? Due, string Fault)
{
    public static RotationView Of(RotationState state) => new(state.Name.Value, state.Source, state.Check, state.Every?.TotalHours, state.Last, state.Due, state.Fault);
}

internal sealed record RevocationAsked(string? Tool, string? Principal, bool Lift);

internal sealed record LeasesRevoked(int Ended, IReadOnlyList<string> Quarantined, IReadOnlyList<string> Unread);

internal sealed record LeasesLifted(bool Lifted);

internal sealed record MigrationAsked(bool Overwrite);

/// <summary>What came of a migration.</summary>
internal sealed record SecretsMigrated(IReadOnlyList<string> Moved, IReadOnlyList<string> Differing, IReadOnlyList<string> Staying)
{
    /// <summary>Why there is none.</summary>
    public static Reason NoVault { get; } = new("migrate.no_vault", "The secrets are kept in the sealed file, and no Vault is configured.", "Set security.credentials.method: vault and vault_addr, and migrate then.");

    public static SecretsMigrated Of(MigrationReport report) =>
        new([.. report.Moved.Select(name => name.Value)], [.. report.Differing.Select(name => name.Value)], [.. report.Staying.Select(name => name.Value)]);
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RotationAsked))]
[JsonSerializable(typeof(SecretRotated))]
[JsonSerializable(typeof(List<RotationView>))]
[JsonSerializable(typeof(RevocationAsked))]
[JsonSerializable(typeof(LeasesRevoked))]
[JsonSerializable(typeof(LeasesLifted))]
[JsonSerializable(typeof(MigrationAsked))]
[JsonSerializable(typeof(SecretsMigrated))]
internal sealed partial class SecretCareForms : JsonSerializerContext;
