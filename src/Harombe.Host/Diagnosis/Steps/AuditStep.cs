using Harombe.Audit.Verification;

namespace Harombe.Host.Diagnosis.Steps;

/// <summary>The record: every entry of it.</summary>
internal sealed class AuditStep : IStep
{
    public string Name => "audit";

    public IReadOnlyList<string> Needs => ["data folder"];

    public bool OnlyAtRest => false;

    public async Task<Finding> TryAsync(Patient patient, CancellationToken cancellationToken)
    {
        var file = Path.Combine(patient.Data, "audit.db");
        if (!File.Exists(file))
        {
            return Finding.Works(Name, "none yet; the first start makes it");
        }

        return await Task.Run(() => AuditVerification.Verify(file, null, null, cancellationToken), cancellationToken).ConfigureAwait(false) switch
        {
            AuditVerdict.Intact intact => Finding.Works(Name, $"intact, {intact.Head.Size} entries"),
            AuditVerdict.Tampered tampered => Finding.Fails(
                Name,
                $"TAMPERED{(tampered.Sequence is { } at ? $" at entry {at}" : "")}: {tampered.What}",
                $"Keep {file} as evidence: move it and the files beside it away, or go back with 'harombe restore <backup> --replace'."),
            AuditVerdict.CouldNotCheck could => Finding.Fails(
                Name, could.Why, $"Keep {file}: move it and the files beside it away, or go back with 'harombe restore <backup> --replace'."),
            var unknown => throw new InvalidOperationException($"Unknown verdict {unknown.GetType().Name}."),
        };
    }
}
