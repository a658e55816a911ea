using System.Text;

namespace Harombe.Host.Configuration.Files;

/// <summary>Reads a file's bytes into text, or says why that can't be.</summary>
internal static class FileText
{
    /// <summary>The largest file, in bytes. A configuration is a few KiB; anything near this is the wrong file.</summary>
    public const int MostBytes = 1 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, or null after adding a fault. <paramref name="shown"/> is the path as the user knows it.</summary>
    public static string? Read(string path, string shown, List<ConfigurationFault> faults)
    {
        ConfigurationFault Unreadable(string reason, string remedy) => Fault(FaultKind.Unreadable, shown, 0, 0, reason, remedy);
        if (Directory.Exists(path))
        {
            faults.Add(Unreadable("is a folder", "Name the file itself"));
            return null;
        }

        byte[] bytes;
        try
        {
            bytes = Bounded(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            faults.Add(Unreadable("does not exist", "Correct the path, or leave --config out to start on defaults"));
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            faults.Add(Unreadable("can't be read", "Give this user permission to read it, and check that it is a regular file"));
            return null;
        }

        if (bytes.Length > MostBytes)
        {
            faults.Add(Unreadable("is larger than 1 MiB", "Check that it is the configuration, and shorten it"));
            return null;
        }

        return Decode(bytes, shown, faults);
    }

    private static byte[] Bounded(string path)
    {
        // Reads one byte past the limit instead of trusting the length: a device or a growing file reports any length it likes.
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var buffer = new byte[MostBytes + 1];
        return buffer[..stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
    }

    private static string? Decode(byte[] bytes, string shown, List<ConfigurationFault> faults)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            faults.Add(Fault(FaultKind.Unreadable, shown, 1, 1, "is UTF-16", "Save it as UTF-8"));
            return null;
        }

        var content = bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes.AsSpan(3) : bytes;
        string text;
        try
        {
            text = Strict.GetString(content);
        }
        catch (DecoderFallbackException error)
        {
            var (line, column) = PositionOf(Encoding.UTF8.GetString(content[..Math.Clamp(error.Index, 0, content.Length)]));
            faults.Add(Fault(FaultKind.Unreadable, shown, line, column, "is not valid UTF-8 at this position", "Save it as UTF-8"));
            return null;
        }

        var control = text.AsSpan().IndexOfAnyInRange('\0', '\b') is var low and >= 0 ? low : text.AsSpan().IndexOfAny("\v\f\u001b\u007f");
        if (control < 0) return text;
        var (atLine, atColumn) = PositionOf(text[..control]);
        faults.Add(Fault(FaultKind.Syntax, shown, atLine, atColumn, "has a control character", "Delete the character; the editor may not show it"));
        return null;
    }

    private static (int Line, int Column) PositionOf(string before)
    {
        var text = before.ReplaceLineEndings("\n");
        return (text.Count(character => character == '\n') + 1, text.Length - text.LastIndexOf('\n'));
    }

    private static ConfigurationFault Fault(FaultKind kind, string shown, int line, int column, string reason, string remedy) =>
        new(kind, new ConfigurationOrigin.File(shown, line, column), "", reason, remedy);
}
