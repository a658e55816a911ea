using System.Text;

namespace Harombe.HostTests.Chat;

/// <summary>Looks for texts in files byte by byte, as somebody would who got hold of the disk.</summary>
internal static class PlaintextSearch
{
    public static IReadOnlyList<string> FilesWith(string folder, params string[] texts) =>
        FilesHolding(folder, [.. texts.SelectMany(text => new[] { Encoding.UTF8.GetBytes(text), Encoding.Unicode.GetBytes(text) })]);

    public static IReadOnlyList<string> FilesHolding(string folder, IReadOnlyCollection<byte[]> needles)
    {
        var found = new List<string>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            if (needles.Any(needle => bytes.AsSpan().IndexOf(needle) >= 0))
            {
                found.Add(Path.GetFileName(path));
            }
        }

        return found;
    }
}
