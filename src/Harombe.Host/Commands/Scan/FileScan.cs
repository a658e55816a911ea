using System.Collections.Concurrent;
using System.Text;
using Harombe.Core.Secrets;

namespace Harombe.Host.Commands.Scan;

/// <summary>
/// Scans files and folders, on all processors. Links are not followed; in folders, version control's own folders, binary files, pipes and devices are passed over.
/// </summary>
/// <param name="scanner">What finds.</param>
/// <param name="baseline">What is known and left out.</param>
internal sealed class FileScan(ISecretScanner scanner, Baseline? baseline = null)
{
    /// <summary>Why a file that is no text is passed over.</summary>
    public const string Binary = "binary";

    /// <summary>Why a pipe or a device is passed over.</summary>
    public const string NoFile = "no regular file";

    private const int Probe = 8192;

    private static readonly EnumerationOptions Inside = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
    private static readonly string[] Repositories = [".git", ".hg", ".svn"];

    private readonly ConcurrentBag<FileFinding> findings = [];
    private readonly ConcurrentBag<SkippedFile> skipped = [];
    private readonly ConcurrentBag<string> read = [];
    private long bytes;

    /// <summary>Everything below the paths. A file that is named is always read, binary or not.</summary>
    public FileScan Add(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var all = paths.SelectMany(path => Directory.Exists(path) ? Below(path).Select(file => (file, Named: false)) : [(path, Named: true)]);
        Parallel.ForEach(all, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, one => Add(one.Item1, one.Named));
        return this;
    }

    /// <summary>A text that came by itself.</summary>
    public FileScan Add(string name, ReadOnlySpan<byte> content)
    {
        Scan(name, Text(content), content.Length, null);
        return this;
    }

    /// <summary>What a change adds to a file.</summary>
    public FileScan Add(ChangedFile change)
    {
        Scan(change.File, change.Text, Encoding.UTF8.GetByteCount(change.Text), change);
        return this;
    }

    /// <summary>What it came to.</summary>
    public ScanReport Report() => new(
        [.. findings.Where(finding => !finding.Known).OrderBy(finding => finding.File, StringComparer.Ordinal).ThenBy(finding => finding.Line).ThenBy(finding => finding.Column)],
        read.Count,
        bytes,
        [.. skipped.OrderBy(one => one.File, StringComparer.Ordinal)],
        findings.Count(finding => finding.Known))
    {
        Read = [.. read],
        All = [.. findings],
    };

    private IEnumerable<string> Below(string folder)
    {
        // A folder that can't be opened must not hide what stands in the others.
        string[] files, folders;
        try
        {
            files = Directory.GetFiles(folder, "*", Inside);
            folders = Directory.GetDirectories(folder, "*", Inside);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            skipped.Add(new SkippedFile(folder, e.Message));
            return [];
        }

        return files.Concat(folders.Where(inner => !Repositories.Contains(Path.GetFileName(inner))).SelectMany(Below));
    }

    private void Add(string file, bool named)
    {
        try
        {
            if ((named ? PlainFile.ReadNamed(file) : PlainFile.ReadMet(file)) is not { } content)
            {
                skipped.Add(new SkippedFile(file, NoFile));
            }
            else if (!named && IsBinary(content))
            {
                skipped.Add(new SkippedFile(file, Binary));
            }
            else
            {
                Add(file, content);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            skipped.Add(new SkippedFile(file, e.Message));
        }
    }

    private void Scan(string file, string text, long length, ChangedFile? change)
    {
        read.Add(file);
        Interlocked.Add(ref bytes, length);
        var found = scanner.Scan(text);
        if (found.Count == 0)
        {
            return;
        }

        foreach (var (finding, value) in Places.Of(file, text, found))
        {
            if (change?.At(finding) is var placed && (change is null || placed is not null))
            {
                var here = placed ?? finding;
                findings.Add(baseline?.Judge(here, value) ?? here);
            }
        }
    }

    private static bool IsBinary(ReadOnlySpan<byte> content) =>
        content[..Math.Min(content.Length, Probe)].Contains((byte)0) && !content.StartsWith((byte[])[0xff, 0xfe]) && !content.StartsWith((byte[])[0xfe, 0xff]);

    private static string Text(ReadOnlySpan<byte> content) =>
        content.StartsWith((byte[])[0xff, 0xfe]) ? Encoding.Unicode.GetString(content[2..])
        : content.StartsWith((byte[])[0xfe, 0xff]) ? Encoding.BigEndianUnicode.GetString(content[2..])
        : Encoding.UTF8.GetString(content.StartsWith((byte[])[0xef, 0xbb, 0xbf]) ? content[3..] : content);
}
