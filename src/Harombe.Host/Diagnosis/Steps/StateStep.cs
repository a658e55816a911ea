using Harombe.Core.State;
using Harombe.Host.State;

namespace Harombe.Host.Diagnosis.Steps;

/// <summary>The database of conversations and questions: whole, ours, and not ahead of this build.</summary>
internal sealed class StateStep : IStep
{
    public string Name => "state";

    public IReadOnlyList<string> Needs => ["data folder"];

    public bool OnlyAtRest => false;

    public Task<Finding> TryAsync(Patient patient, CancellationToken cancellationToken)
    {
        var file = Path.Combine(patient.Data, "state.db");
        if (!File.Exists(file))
        {
            return Task.FromResult(Finding.Works(Name, "none yet; the first start makes it"));
        }

        try
        {
            var due = SqliteStateStore.Examine(file, patient.Services.GetServices<StateMigrations>());
            return Task.FromResult(Finding.Works(Name, due == 0 ? "whole, of this build" : $"whole; the next start applies {due} migrations, after a backup"));
        }
        catch (StateStoreException e)
        {
            return Task.FromResult(Finding.Fails(Name, e.Cause, e.Remedy));
        }
    }
}
