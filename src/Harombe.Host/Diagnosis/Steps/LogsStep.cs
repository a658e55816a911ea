using Harombe.Host.Hosting;

namespace Harombe.Host.Diagnosis.Steps;

/// <summary>The folder of the logs.</summary>
internal sealed class LogsStep : IStep
{
    public string Name => "logs";

    public IReadOnlyList<string> Needs => ["data folder", "disk"];

    public bool OnlyAtRest => false;

    public Task<Finding> TryAsync(Patient patient, CancellationToken cancellationToken)
    {
        var folder = patient.Configuration.Logs.Folder;
        try
        {
            DataFolder.Make(folder);
            Probe.Write(folder, 1);
            return Task.FromResult(Finding.Works(Name, folder));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult(Finding.Fails(Name, $"{folder} can't be written: {e.Message}", "Make it a folder that this user can write, or set logs.folder to another one."));
        }
    }
}
