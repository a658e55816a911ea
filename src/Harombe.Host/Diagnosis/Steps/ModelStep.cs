using Harombe.Agent.LanguageModels;

namespace Harombe.Host.Diagnosis.Steps;

/// <summary>The model, asked for one word.</summary>
internal sealed class ModelStep : IStep
{
    public string Name => "model";

    public IReadOnlyList<string> Needs => ["secrets"];

    public bool OnlyAtRest => false;

    public async Task<Finding> TryAsync(Patient patient, CancellationToken cancellationToken)
    {
        var trial = patient.Services.GetRequiredService<ModelTrial>();
        return await trial.TryAsync(cancellationToken).ConfigureAwait(false) is { } reason
            ? Finding.Fails(Name, $"{trial.Model}: {reason.Message}", reason.Remedy)
            : Finding.Works(Name, $"{trial.Model} answers");
    }
}
