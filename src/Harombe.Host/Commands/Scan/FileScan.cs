using System.Collections.Concurrent;
using System.Text;
using Harombe.Core.Secrets;

namespace Harombe.Host.Commands.Scan;

/// <summary>Scans files and folders, on all processors. Links are not followed; version control's own folders and binary files are passed over.</summary>
internal sealed class FileScan(ISecretScanner scanner)
{
    /// <summary>Why a file that is no text is passed over.</summary>
    public const string Binary = "binary";

    private const int Probe = 8192;
    private const long Largest = 256 * 1024 * 1024;

    private static readonly EnumerationOptions Inside = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
    private static readonly string[] Repositories = [".git", ".hg", ".svn"];

    private readonly ConcurrentBag<FileFinding> findings = [];
    private readonly ConcurrentBag<SkippedFile> skipped = [];
    private int files;
    private long bytes;

    /// <summary>Everything below the paths; a file that is named is always read.</summary>
    public ScanReport Run(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        Parallel.ForEach(paths.SelectMany(Below), new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, Scan);
        return Report();
    }

    /// <summary>A text that came by itself.</summary>
    public ScanReport Run(string name, byte[] content)
    {
        Scan(name, content);
        return Report();
    }

    private static IEnumerable<string> Below(string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        return Directory.EnumerateFiles(path, "*", Inside)
            .Concat(Directory.EnumerateDirectories(path, "*", Inside).Where(folder => !Repositories.Contains(Path.GetFileName(folder))).SelectMany(Below));
    }

    private void Scan(string file)
    {
        try
        {
            using var handle = File.OpenHandle(file);
            var length = RandomAccess.GetLength(handle);
            if (length > Largest)
            {
                skipped.Add(new SkippedFile(file, $"larger than {Largest} bytes"));
                return;
            }

            var content = new byte[length];
            var read = 0;
            while (read < content.Length && RandomAccess.Read(handle, content.AsSpan(read), read) is > 0 and var more)
            {
                read += more;
            }

            Scan(file, content.AsSpan(0, read));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            skipped.Add(new SkippedFile(file, e.Message));
        }
    }

    private void Scan(string file, ReadOnlySpan<byte> content)
    {
        Interlocked.Increment(ref files);
        Interlocked.Add(ref bytes, content.Length);
        if (content[..Math.Min(content.Length, Probe)].Contains((byte)0) && !content.StartsWith((byte[])[0xff, 0xfe]) && !content.StartsWith((byte[])[0xfe, 0xff]))
        {
            skipped.Add(new SkippedFile(file, Binary));
            return;
        }

        var text = Text(content);
        var found = scanner.Scan(text);
        if (found.Count > 0)
        {
            Locate(file, text, found);
        }
    }

    private static string Text(ReadOnlySpan<byte> content) =>
        content.StartsWith((byte[])[0xff, 0xfe]) ? Encoding.Unicode.GetString(content[2..])
        : content.StartsWith((byte[])[0xfe, 0xff]) ? Encoding.BigEndianUnicode.GetString(content[2..])
        : Encoding.UTF8.GetString(content.StartsWith((byte[])[0xef, 0xbb, 0xbf]) ? content[3..] : content);

    /// <summary>Counts lines once, from finding to finding.</summary>
    private void Locate(string file, string text, IReadOnlyList<Finding> found)
    {
        var (line, lineStart, at) = (1, 0, 0);
        foreach (var finding in found)
        {
            Advance(finding.Start);
            var (startLine, startColumn) = (line, finding.Start - lineStart + 1);
            Advance(finding.Start + finding.Length);
            findings.Add(new FileFinding(file, finding.Kind, startLine, startColumn, line, finding.Start + finding.Length - lineStart + 1));
        }

        void Advance(int to)
        {
            for (var next = text.AsSpan(at, to - at).IndexOf('\n'); next >= 0; next = text.AsSpan(at, to - at).IndexOf('\n'))
            {
                at += next + 1;
                (line, lineStart) = (line + 1, at);
            }

            at = to;
        }
    }

    private ScanReport Report() => new(
        [.. findings.OrderBy(finding => finding.File, StringComparer.Ordinal).ThenBy(finding => finding.Line).ThenBy(finding => finding.Column)],
        files,
        bytes,
        [.. skipped.OrderBy(one => one.File, StringComparer.Ordinal)]);
}
