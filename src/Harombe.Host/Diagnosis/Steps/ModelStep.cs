using Harombe.Agent.LanguageModels;
using Harombe.Core.Calls;
using Harombe.Host.Hosting;

namespace Harombe.Host.Diagnosis.Steps;

/// <summary>The model, asked for one word: by the running host where there is one, which records the use of the key.</summary>
internal sealed class ModelStep : IStep
{
    public string Name => "model";

    public IReadOnlyList<string> Needs => ["secrets"];

    public bool OnlyAtRest => false;

    public async Task<Finding> TryAsync(Patient patient, CancellationToken cancellationToken)
    {
        if (patient.Host is not { } host)
        {
            var trial = patient.Services.GetRequiredService<ModelTrial>();
            return Found(trial.Model, await trial.TryAsync(principal: null, cancellationToken).ConfigureAwait(false));
        }

        // Read as it comes: a model may take longer than the host's own answers may.
        if ((await host.OpenAsync(HttpMethod.Post, ModelTrialEndpoint.Path, null, null, cancellationToken).ConfigureAwait(false)).Failed(out var stop, out var response))
        {
            return Finding.Fails(Name, $"{host.Url}: {stop.Message}", stop.Remedy);
        }

        using (response)
        {
            return await response.Content.ReadFromJsonAsync(HostingJson.Default.ModelTried, cancellationToken).ConfigureAwait(false) is { } tried
                ? Found(tried.Model, tried.Reason)
                : Finding.Fails(Name, $"{host.Url}: {host.Strange().Message}", host.Strange().Remedy);
        }
    }

    private Finding Found(string model, Reason? reason) => reason is null
        ? Finding.Works(Name, $"{model} answers")
        : Finding.Fails(Name, $"{model}: {reason.Message}", reason.Remedy);
}
