using System.Buffers;
using Harombe.Gateway.Upstreams.Connecting;

namespace Harombe.Gateway.Upstreams.Processes;

/// <summary>
/// What a child writes, with nothing but whole messages in it. A line that is no JSON is dropped and told; a line that is too long is dropped as it comes,
/// and an error takes its place, so that only the request that it answers fails. What nobody asked for is read at a pace that those can keep who answer it.
/// One reader; not thread-safe.
/// </summary>
/// <param name="inner">The child's standard output.</param>
/// <param name="most">The longest line, in bytes.</param>
/// <param name="dropped">Is told the beginning of what was dropped.</param>
/// <param name="clock">The clock.</param>
internal sealed class MessageLines(Stream inner, int most, Action<string> dropped, TimeProvider clock) : Stream
{
    private const int Shown = 200;
    private const int MostLevels = 64;
    private const int UnaskedAtOnce = 2000;
    private const int UnaskedASecond = 500;

    // Nothing of such a line is kept, so it may be long; one that goes on is no message, and the server that writes it is ended.
    private const long Endless = 1L << 30;
    private readonly byte[] chunk = new byte[64 * 1024];
    private readonly ArrayBufferWriter<byte> line = new(4096);
    private readonly Queue<byte[]> ready = new();
    private readonly Pace pace = new(clock, UnaskedAtOnce, UnaskedASecond);
    private int unasked;
    private LongLine? tooLong;
    private int readyAt;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (ready.Count == 0)
        {
            var read = await inner.ReadAsync(chunk, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return 0; // a line without an end is no message
            }

            Take(chunk.AsSpan(0, read));
            if (unasked > 0)
            {
                await pace.TakeAsync(unasked, cancellationToken).ConfigureAwait(false);
                unasked = 0;
            }
        }

        var first = ready.Peek();
        var count = Math.Min(buffer.Length, first.Length - readyAt);
        first.AsMemory(readyAt, count).CopyTo(buffer);
        readyAt += count;
        if (readyAt == first.Length)
        {
            ready.Dequeue();
            readyAt = 0;
        }

        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..(end + 1)];
            bytes = bytes[part.Length..];
            if (tooLong is null && line.WrittenCount + part.Length > most)
            {
                tooLong = new LongLine();
                tooLong.Take(line.WrittenSpan);
                line.Clear();
            }

            if (tooLong is not null)
            {
                tooLong.Take(part);
                if (tooLong.Length > Endless)
                {
                    throw new IOException($"The server writes a message that doesn't end: {tooLong.Length} bytes so far.");
                }
            }
            else
            {
                line.Write(part);
            }

            if (end >= 0)
            {
                EndLine();
            }
        }
    }

    private void EndLine()
    {
        if (tooLong is { } over)
        {
            tooLong = null;
            Refuse(over, $"{over.Length} bytes, where {most}");
            return;
        }

        var whole = line.WrittenSpan.TrimStart(" \t\r\n\uFEFF"u8);
        if (TooDeep(whole) is { } deep)
        {
            Refuse(deep, $"{deep.Deepest} levels, where {MostLevels}");
        }
        else if (whole.Length > 0 && whole[0] is (byte)'{' or (byte)'[')
        {
            ready.Enqueue(whole.ToArray());
            unasked += whole.IndexOf("\"method\""u8) >= 0 ? 1 : 0;
        }
        else if (whole.Length > 0)
        {
            unasked++;
            dropped(System.Text.Encoding.UTF8.GetString(whole[..Math.Min(whole.Length, Shown)]).TrimEnd());
        }

        line.ResetWrittenCount();
    }

    // The library drops what is deeper, and whoever waits for it would wait until the end of their time.
    private static LongLine? TooDeep(ReadOnlySpan<byte> whole)
    {
        if (whole.Count((byte)'{') + whole.Count((byte)'[') <= MostLevels)
        {
            return null;
        }

        var looked = new LongLine();
        looked.Take(whole);
        return looked.Deepest > MostLevels ? looked : null;
    }

    private void Refuse(LongLine message, string what)
    {
        dropped($"a message of {what} are allowed");
        if (message.Refusal(what) is { } refusal)
        {
            ready.Enqueue(refusal);
        }
    }
}
