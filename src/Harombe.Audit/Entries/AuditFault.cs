using Harombe.Core.Audit;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Entries;

/// <summary>Turns what SQLite and the file system report into a refusal that says what to do.</summary>
internal static class AuditFault
{
    private const int Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CantOpen = 14, NotADatabase = 26;

    public static AuditUnavailableException Of(Exception cause, string file) => cause switch
    {
        AuditUnavailableException known => known,
        SqliteException sqlite => new AuditUnavailableException(Sentence(sqlite, file), sqlite),
        InvalidDataException altered => new AuditUnavailableException(Altered(file, altered.Message), altered),
        UnauthorizedAccessException denied => new AuditUnavailableException(
            $"The audit log {file} can't be opened: access is denied. Give its folder and files to the user that runs Harombe.", denied),
        IOException io => new AuditUnavailableException(
            $"The audit log {file} can't be opened or written: {io.Message} Check the folder and the disk.", io),
        _ => new AuditUnavailableException($"The audit log {file} failed in a way it should not: {cause.Message}", cause),
    };

    public static string Altered(string file, string what) =>
        $"The audit log {file} is not as it was left, and nothing is appended to it: {what} Run 'harombe audit verify'; keep the file as evidence and start a new one.";

    private static string Sentence(SqliteException fault, string file) => fault.SqliteErrorCode switch
    {
        Full => $"The audit log {file} can't grow: the disk is full. Free some space; the next call tries again.",
        Busy or Locked => $"The audit log {file} is locked by another program. Close it; the next call tries again.",
        ReadOnly => $"The audit log {file} is read-only. Make it and its folder writable for the user that runs Harombe; the next call tries again.",
        IoError => $"Reading or writing the audit log {file} failed in the file system ({fault.SqliteExtendedErrorCode}). Check the disk; the next call tries again.",
        Corrupt or NotADatabase => $"The audit log {file} is damaged. Run 'harombe audit verify', keep the file, and restore a copy or start a new one.",
        CantOpen => $"The audit log {file} can't be opened. Check that its folder exists and is writable for the user that runs Harombe.",
        _ => $"The audit log {file} failed: {fault.Message}",
    };
}
