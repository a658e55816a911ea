namespace Harombe.Host.Commands.Chat;

/// <summary>Reads the files that a message takes along.</summary>
internal static class ChatAttachments
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".pdf"] = "application/pdf",
        [".json"] = "application/json",
        [".xml"] = "application/xml",
        [".yaml"] = "application/yaml",
        [".yml"] = "application/yaml",
        [".toml"] = "application/toml",
        [".csv"] = "text/csv",
        [".md"] = "text/markdown",
        [".html"] = "text/html",
    };

    public static Answer<IReadOnlyList<ChatFile>> Read(IReadOnlyList<string> paths)
    {
        var files = new List<ChatFile>(paths.Count);
        foreach (var path in paths)
        {
            try
            {
                var bytes = File.ReadAllBytes(path);
                if (TypeOf(path, bytes) is not { } type)
                {
                    return Stop.Usage($"'{path}' is neither text nor a picture nor a PDF", "harombe chat --file photo.png 'what is on it?'");
                }

                files.Add(new ChatFile(Path.GetFileName(path), type, bytes));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new Stop(ExitCode.Usage, "cli.file", $"'{path}' can't be read: {e.Message}", "give the path of a file that you may read");
            }
        }

        return Answer<IReadOnlyList<ChatFile>>.Of(files);
    }

    // What has no ending that we know is text when it reads as such.
    private static string? TypeOf(string path, byte[] bytes) =>
        Types.GetValueOrDefault(Path.GetExtension(path)) ?? (bytes.AsSpan().Contains((byte)0) || !System.Text.Unicode.Utf8.IsValid(bytes) ? null : "text/plain");
}
