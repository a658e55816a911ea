namespace Harombe.Host.Diagnosis.Steps;

/// <summary>The folder of the file tools.</summary>
internal sealed class WorkspaceStep : IStep
{
    public string Name => "workspace";

    public IReadOnlyList<string> Needs => ["data folder", "disk"];

    public bool OnlyAtRest => false;

    public Task<Finding> TryAsync(Patient patient, CancellationToken cancellationToken)
    {
        var folder = patient.Configuration.Workspace.Folder;
        try
        {
            Directory.CreateDirectory(folder);
            Probe.Write(folder, 1);
            return Task.FromResult(Finding.Works(Name, folder));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult(Finding.Fails(Name, $"{folder} can't be written: {e.Message}", "Make it a folder that this user can write, or set workspace.folder to another one."));
        }
    }
}
