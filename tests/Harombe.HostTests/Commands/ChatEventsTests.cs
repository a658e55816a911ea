using System.Text;
using CsCheck;
using Harombe.Host.Commands.Chat;

namespace Harombe.HostTests.Commands;

public sealed class ChatEventsTests
{
    [Theory]
    [InlineData("id: 1\nevent: token\ndata: {}\n\n", "1|token|{}")]
    [InlineData("id: 1\r\nevent: token\r\ndata: {}\r\n\r\n", "1|token|{}")]
    [InlineData("id: 1\revent: token\rdata: {}\r\r", "1|token|{}")]
    [InlineData(": comment\n\nid: 2\n: another\nevent: done\ndata: {}\n\n", "2|done|{}")]
    [InlineData("event: token\ndata: [1,\ndata: 2]\n\n", "|token|[1,\n2]")]
    [InlineData("id: 3\nevent: a\ndata: 1\n\nevent: b\ndata: 2\n\n", "3|a|1 3|b|2")]
    [InlineData("event:token\ndata:{}\nretry: 5\nunknown: x\n\n", "|token|{}")]
    [InlineData("id: 4\nevent: token\ndata: {}\n", "")]
    [InlineData("", "")]
    [InlineData("\uFEFFid: 5\nevent: token\ndata: ü😀\n\n", "5|token|ü😀")]
    public async Task Events_are_read_as_the_standard_says(string stream, string expected) =>
        Assert.Equal(expected, string.Join(' ', (await ReadAsync(Encoding.UTF8.GetBytes(stream), 1024)).Select(Form)));

    [Fact]
    public void Borders_of_chunks_make_no_difference()
    {
        var bytes = Encoding.UTF8.GetBytes(": hello\r\n\r\nid: 7\r\nevent: token\r\ndata: {\"text\":\"ü😀\"}\r\n\r\nid: 8\nevent: done\ndata: {}\n\n");
        Gen.Int[1, 9].Sample(
            size =>
            {
                var events = ReadAsync(bytes, size).GetAwaiter().GetResult();
                return string.Join(' ', events.Select(Form)) == "7|token|{\"text\":\"ü😀\"} 8|done|{}";
            },
            iter: 50);
    }

    private static string Form(ChatEvent item) => $"{item.Id}|{item.Kind}|{item.Json}";

    private static async Task<List<ChatEvent>> ReadAsync(byte[] bytes, int chunk)
    {
        var events = new List<ChatEvent>();
        await using var stream = new ChunkedStream(bytes, chunk);
        await foreach (var item in ChatEvents.ReadAsync(stream, CancellationToken.None))
        {
            events.Add(item);
        }

        return events;
    }

    /// <summary>Gives at most so many bytes at a time, as a network may.</summary>
    private sealed class ChunkedStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
    }
}
