using Harombe.Host.Diagnosis.Steps;

namespace Harombe.Host.Diagnosis;

/// <summary>Tries one step after the other and tells each finding as it comes.</summary>
internal static class Examination
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>The steps in their order: from the ground up.</summary>
    public static readonly IReadOnlyList<IStep> Steps =
    [
        new ClockStep(), new FolderStep(), new DiskStep(), new PermissionsStep(), new LogsStep(), new WorkspaceStep(), new StateStep(), new AuditStep(),
        new SecretsStep(), new CertificateStep(), new AddressStep(), new PluginsStep(), new ModelStep(), new HostStep(),
    ];

    public static async IAsyncEnumerable<Finding> RunAsync(Patient patient, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var broken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in Steps)
        {
            var finding = await TryAsync(step, patient, broken, cancellationToken).ConfigureAwait(false);
            if (finding.Health == Health.Fails)
            {
                broken.Add(step.Name);
            }

            yield return finding;
        }
    }

    private static async Task<Finding> TryAsync(IStep step, Patient patient, HashSet<string> broken, CancellationToken cancellationToken)
    {
        if (step.Needs.FirstOrDefault(broken.Contains) is { } needed)
        {
            return Finding.NotTried(step.Name, $"'{needed}' comes first");
        }

        if (step.OnlyAtRest && patient.Host is not null)
        {
            return Finding.NotTried(step.Name, "the running host holds it");
        }

        using var limit = new CancellationTokenSource(Longest, patient.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await step.TryAsync(patient, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Finding.Fails(step.Name, $"it took longer than {Longest.TotalMinutes:0} minutes", "Look at the load of the machine and its disks.");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The edge of the step: a layer that fails in a way nobody foresaw has failed all the same.
            return Finding.Fails(step.Name, $"{e.GetType().Name}: {e.Message}", "If this says nothing to you, report it with this output.");
        }
    }
}
