using Harombe.Host.Backups;
using Harombe.Host.Hosting;

namespace Harombe.Host.Diagnosis.Steps;

/// <summary>The data folder: it can be made, written, and belongs to one host.</summary>
internal sealed class FolderStep : IStep
{
    public string Name => "data folder";

    public IReadOnlyList<string> Needs => [];

    public bool OnlyAtRest => false;

    public Task<Finding> TryAsync(Patient patient, CancellationToken cancellationToken) => Task.FromResult(Try(patient));

    private Finding Try(Patient patient)
    {
        var data = patient.Data;
        if (File.Exists(data))
        {
            return Finding.Fails(Name, $"{data} is a file", "Move it away, or set data.folder to another folder.");
        }

        try
        {
            DataFolder.Make(data);
            Probe.Write(data, 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !Probe.IsFull(e))
        {
            return Finding.Fails(Name, $"{data} can't be written: {e.Message}", $"Make it writable for this user ('chown' or remount it read-write), or set data.folder to a folder of yours.");
        }
        catch (IOException)
        {
            // What is full is the disk's finding, not the folder's.
            return Finding.Works(Name, data);
        }

        if (File.Exists(Path.Combine(data, Restoration.Marker)))
        {
            return Finding.Fails(Name, "a restore into it was cut off", "Run 'harombe restore <file> --replace' again.");
        }

        if (patient.Host is not null)
        {
            return Finding.Works(Name, $"{data}, of the host that runs");
        }

        using var owned = DataFolder.TryOwn(data);
        return owned is null
            ? Finding.Fails(Name, $"another process holds {data} and doesn't answer", "Wait until it has started or stopped; 'fuser' on its host.lock names it.")
            : Finding.Works(Name, data);
    }
}
