using System.Net;

namespace Harombe.Gateway.Upstreams.Connecting;

/// <summary>
/// The body of a server's answer, up to a size: the whole of it, or one event where it is a stream of them. What is larger fails whoever reads it. Events that
/// come too fast are read at a pace that those can keep who answer them.
/// </summary>
internal sealed class BoundedBody : HttpContent
{
    private const int EventsAtOnce = 2000;
    private const int EventsASecond = 500;

    private readonly HttpContent inner;
    private readonly int most;
    private readonly Pace? events;
    private readonly AnswerWatch? watch = AnswerWatch.Of();

    public BoundedBody(HttpContent inner, int most, TimeProvider clock)
    {
        (this.inner, this.most) = (inner, most);
        events = inner.Headers.ContentType?.MediaType == "text/event-stream" ? new Pace(clock, EventsAtOnce, EventsASecond) : null;
        foreach (var (name, values) in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() => new Counting(await inner.ReadAsStreamAsync().ConfigureAwait(false), most, events, watch);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new Counting(await inner.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), most, events, watch);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    // With the token: a body that comes byte by byte would otherwise be read for as long as it comes, whatever the call's deadline.
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var body = await CreateContentReadStreamAsync(cancellationToken).ConfigureAwait(false);
        await body.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
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

    private sealed class Counting(Stream inner, int most, Pace? events, AnswerWatch? watch) : Stream
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
            if (Count(buffer.Span[..read]) is > 0 and var ended && events is not null)
            {
                await events.TakeAsync(ended, cancellationToken).ConfigureAwait(false);
            }

            return read;
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

        // How many events ended in it.
        private int Count(ReadOnlySpan<byte> bytes)
        {
            var ended = 0;
            if (events is null)
            {
                count += bytes.Length;
            }
            else
            {
                foreach (var one in bytes)
                {
                    // An empty line ends an event.
                    var ends = one == '\n' && lineEnded;
                    ended += ends ? 1 : 0;
                    count = ends ? 0 : count + 1;
                    lineEnded = one == '\n' || (one == '\r' && lineEnded);
                    if (count > most)
                    {
                        break;
                    }
                }
            }

            if (count > most)
            {
                var why = $"The server's answer has more than {most} bytes, as many as are allowed; it is withheld.";
                watch?.Withhold(why);
                throw new IOException(why);
            }

            return ended;
        }
    }
}
