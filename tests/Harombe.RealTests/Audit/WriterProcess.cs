using System.Diagnostics;
using System.Globalization;
using Harombe.Core.Calls;

namespace Harombe.RealTests.Audit;

/// <summary>A process that appends under load, and what it has acknowledged.</summary>
internal sealed class WriterProcess : IDisposable
{
    private readonly Process process;
    private readonly Dictionary<long, CallId> acknowledged = [];
    private readonly List<string> refusals = [];
    private readonly Task reading;
    private long erased;

    private WriterProcess(Process process)
    {
        this.process = process;
        reading = Task.Run(Read);
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>What was acknowledged so far.</summary>
    public IReadOnlyDictionary<long, CallId> Acknowledged
    {
        get
        {
            lock (acknowledged)
            {
                return new Dictionary<long, CallId>(acknowledged);
            }
        }
    }

    /// <summary>How many bodies were said to be erased.</summary>
    public long Erased
    {
        get
        {
            lock (acknowledged)
            {
                return erased;
            }
        }
    }

    /// <summary>Why entries were refused.</summary>
    public IReadOnlyList<string> Refusals
    {
        get
        {
            lock (acknowledged)
            {
                return [.. refusals];
            }
        }
    }

    /// <param name="folder">The data folder.</param>
    /// <param name="synchronous">FULL, as the record is; less, to see that it matters.</param>
    /// <param name="preload">A library that stands between the process and its files.</param>
    /// <param name="erasing">Whether it erases bodies all the while.</param>
    public static WriterProcess Start(string folder, string synchronous = "FULL", string? preload = null, bool erasing = false)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Harombe.Testing.AuditWriter.dll"), folder, "16", synchronous, erasing ? "erase" : "keep"]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_TieredPGO"] = "0";
        if (preload is not null)
        {
            start.Environment["LD_PRELOAD"] = preload;
            start.Environment["LOST_WRITES_FOLDER"] = folder;
        }

        return new WriterProcess(Process.Start(start)!); // not null: it is a new process
    }

    /// <summary>Ends it as nothing else does, and waits for its last words.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await EndAsync();
    }

    /// <summary>Waits for its end.</summary>
    public async Task EndAsync()
    {
        await process.WaitForExitAsync();
        await reading;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }

    private void Read()
    {
        while (process.StandardOutput.ReadLine() is { } line)
        {
            var parts = line.Split(' ', 3);
            lock (acknowledged)
            {
                if (parts is ["A", var number, var call])
                {
                    acknowledged.Add(long.Parse(number, CultureInfo.InvariantCulture), new CallId(call));
                }
                else if (parts is ["E", var count])
                {
                    erased += long.Parse(count, CultureInfo.InvariantCulture);
                }
                else if (parts[0] == "R")
                {
                    refusals.Add(line[2..]);
                }
            }
        }
    }
}
