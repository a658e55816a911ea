using System.Text;

namespace Harombe.Testing.Upstream;

/// <summary>Writes down a line, while somebody may be reading the file.</summary>
internal static class Note
{
    public static void Append(string file, string line)
    {
        using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
    }
}
