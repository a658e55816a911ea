using System.Globalization;

namespace Harombe.Host.Diagnosis.Steps;

/// <summary>The clock: expiries, certificates and the record go by it. It can't be before this program was built, nor before what it has recorded itself.</summary>
internal sealed class ClockStep : IStep
{
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    public string Name => "clock";

    public IReadOnlyList<string> Needs => [];

    public bool OnlyAtRest => false;

    public Task<Finding> TryAsync(Patient patient, CancellationToken cancellationToken)
    {
        var now = patient.Clock.GetUtcNow();
        var (earliest, what) = Earliest(patient.Data);
        return Task.FromResult(now + Slack < earliest
            ? Finding.Fails(
                Name,
                string.Create(CultureInfo.InvariantCulture, $"it says {now:u}, but {what} is from {earliest:u}"),
                "Set the clock: 'timedatectl set-ntp true', or 'date -s'.")
            : Finding.Works(Name, now.ToString("u", CultureInfo.InvariantCulture)));
    }

    private static (DateTimeOffset Time, string What) Earliest(string data)
    {
        var program = (Time: new DateTimeOffset(File.GetLastWriteTimeUtc(typeof(ClockStep).Assembly.Location)), What: "this program");
        var database = Path.Combine(data, "audit.db");
        return File.Exists(database) && new DateTimeOffset(File.GetLastWriteTimeUtc(database)) is var written && written > program.Time
            ? (written, "the last entry of the audit log")
            : program;
    }
}
