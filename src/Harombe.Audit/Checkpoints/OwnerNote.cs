namespace Harombe.Audit.Checkpoints;

/// <summary>A small file that is replaced as a whole: after a crash it is the old one or the new one.</summary>
internal static class OwnerNote
{
    public static void Write(string path, string text)
    {
        var fresh = path + ".new";
        using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
    }
}
