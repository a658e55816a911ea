using Microsoft.Win32.SafeHandles;

namespace Harombe.Agent.Workspaces;

/// <summary>Reads an open file without trusting the size that it claims: one that grows meanwhile, or claims none, is bounded as well.</summary>
internal static class FileContent
{
    /// <summary>All of it, or null when it is larger than the limit.</summary>
    public static ReadOnlyMemory<byte>? Read(SafeFileHandle file, int limit, CancellationToken cancellationToken)
    {
        var buffer = new byte[Math.Min(limit + 1L, Math.Max(RandomAccess.GetLength(file), 0) + 1)];
        var length = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = RandomAccess.Read(file, buffer.AsSpan(length), length);
            length += read;
            if (length > limit)
            {
                return null;
            }

            if (read == 0)
            {
                return buffer.AsMemory(0, length);
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(limit + 1L, buffer.Length * 2L));
            }
        }
    }
}
