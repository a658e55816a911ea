using System.Globalization;

namespace Harombe.Host.Diagnosis.Steps;

/// <summary>Room on the disk of the data folder: two databases and their logs have to grow.</summary>
internal sealed class DiskStep : IStep
{
    private const int Tried = 256 * 1024;
    private const long Least = 64L << 20;

    public string Name => "disk";

    public IReadOnlyList<string> Needs => ["data folder"];

    public bool OnlyAtRest => false;

    public Task<Finding> TryAsync(Patient patient, CancellationToken cancellationToken)
    {
        var free = new DriveInfo(patient.Data).AvailableFreeSpace;
        var words = string.Create(CultureInfo.InvariantCulture, $"{free / (double)(1L << 20):0} MiB free");
        var remedy = $"Free at least {Least >> 20} MiB there, or set data.folder to a folder on another disk. Nothing runs while the record can't be written.";
        try
        {
            Probe.Write(patient.Data, Tried);
        }
        catch (IOException e) when (Probe.IsFull(e))
        {
            return Task.FromResult(Finding.Fails(Name, $"the disk of {patient.Data} is full ({words})", remedy));
        }

        return Task.FromResult(free < Least ? Finding.Fails(Name, $"the disk of {patient.Data} is nearly full ({words})", remedy) : Finding.Works(Name, words));
    }
}
