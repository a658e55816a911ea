using System.ComponentModel.DataAnnotations;

namespace Harombe.Audit;

/// <summary>Where the record is kept and how many entries share a commit.</summary>
public sealed class AuditOptions
{
    /// <summary>The data folder; the record is <c>audit.db</c> in it.</summary>
    [Required(ErrorMessage = "Folder is missing: name the data folder that holds audit.db.")]
    public string Folder { get; set; } = "";

    /// <summary>At most so many entries in one commit.</summary>
    [Range(1, 65_536)]
    public int BatchEntries { get; set; } = 512;

    /// <summary>A commit takes no further entry once it holds so many bytes.</summary>
    [Range(1, 64 * 1024 * 1024)]
    public int BatchBytes { get; set; } = 1024 * 1024;

    /// <summary>At most so many entries wait for the writer; further callers wait for room, and may still cancel.</summary>
    [Range(1, 65_536)]
    public int Queue { get; set; } = 1024;

    /// <summary>Seconds to wait while another program holds the file, before the callers are refused.</summary>
    [Range(1, 300)]
    public int BusySeconds { get; set; } = 5;

    /// <summary>Runs before a record of an earlier version is changed into this one's form. What it throws leaves the record as it was.</summary>
    public Action? BeforeMigration { get; set; }

    /// <summary>Names the log in its checkpoints, as a URL without scheme. A log keeps it for life.</summary>
    [RegularExpression(@"[^\s+]{1,200}", ErrorMessage = "Origin must have 1 to 200 characters, no space and no plus: an address without scheme, such as example.com/harombe.")]
    public string Origin { get; set; } = "harombe.invalid/audit";

    /// <summary>Seconds between two checkpoints of a record that grows.</summary>
    [Range(1, 3600)]
    public int CheckpointSeconds { get; set; } = 1;

    internal string File => Path.Combine(Folder, "audit.db");
}
