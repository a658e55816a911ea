using System.Net;

namespace Harombe.Gateway.Upstreams.Connecting;

/// <summary>The body of a server's answer, up to a size: the whole of it, or one event where it is a stream of them. What is larger fails whoever reads it.</summary>
internal sealed class BoundedBody : HttpContent
{
    private readonly HttpContent inner;
    private readonly int most;
    private readonly bool events;

    public BoundedBody(HttpContent inner, int most)
    {
        (this.inner, this.most) = (inner, most);
        events = inner.Headers.ContentType?.MediaType == "text/event-stream";
        foreach (var (name, values) in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() => new Counting(await inner.ReadAsStreamAsync().ConfigureAwait(false), most, events);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new Counting(await inner.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), most, events);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await using var body = await CreateContentReadStreamAsync().ConfigureAwait(false);
        await body.CopyToAsync(stream).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = inner.Headers.ContentLength ?? 0;
        return inner.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private sealed class Counting(Stream inner, int most, bool events) : Stream
    {
        private long count;
        private bool lineEnded;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            Count(buffer.Span[..read]);
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            Count(buffer.AsSpan(offset, read));
            return read;
        }

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

        private void Count(ReadOnlySpan<byte> bytes)
        {
            if (!events)
            {
                count += bytes.Length;
            }
            else
            {
                foreach (var one in bytes)
                {
                    // An empty line ends an event.
                    count = one == '\n' && lineEnded ? 0 : count + 1;
                    lineEnded = one == '\n' || (one == '\r' && lineEnded);
                    if (count > most)
                    {
                        break;
                    }
                }
            }

            if (count > most)
            {
                throw new IOException($"The server's answer has more than {most} bytes, as many as are allowed; it is withheld.");
            }
        }
    }
}
