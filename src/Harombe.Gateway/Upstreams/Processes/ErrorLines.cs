using System.Text;

namespace Harombe.Gateway.Upstreams.Processes;

/// <summary>What a child says on its standard error: line by line to whoever takes it, and the last of it to look back on. Bounded, however much it says.</summary>
internal sealed class ErrorLines(Action<string> take)
{
    private const int LongestLine = 2000;
    private const int Kept = 60;
    private readonly Queue<string> last = new();

    /// <summary>The last lines, oldest first.</summary>
    public IReadOnlyList<string> Last
    {
        get
        {
            lock (last)
            {
                return [.. last];
            }
        }
    }

    /// <summary>Reads until the child closes it.</summary>
    public async Task FollowAsync(Stream errors)
    {
        using var reader = new StreamReader(errors, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var line = new StringBuilder();
        var chunk = new char[4096];
        try
        {
            for (int read; (read = await reader.ReadAsync(chunk).ConfigureAwait(false)) > 0;)
            {
                foreach (var one in chunk.AsSpan(0, read))
                {
                    if (one == '\n')
                    {
                        End(line);
                    }
                    else if (line.Length < LongestLine)
                    {
                        line.Append(one);
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It ended.
        }

        End(line);
    }

    private void End(StringBuilder line)
    {
        var text = line.ToString().TrimEnd();
        line.Clear();
        if (text.Length == 0)
        {
            return;
        }

        lock (last)
        {
            last.Enqueue(text);
            if (last.Count > Kept)
            {
                last.Dequeue();
            }
        }

        take(text);
    }
}
