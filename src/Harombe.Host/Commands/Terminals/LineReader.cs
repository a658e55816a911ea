namespace Harombe.Host.Commands.Terminals;

/// <summary>
/// Lines of a person, in such a way that waiting for one can be given up. The read itself can't be: it is kept, and the next to ask gets its line.
/// One reader at a time.
/// </summary>
internal sealed class LineReader(TextReader input)
{
    private Task<string?>? pending;

    /// <summary>The next line without its end; null when there are no more.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        // The console's reader has no true asynchronous read, hence the thread.
        pending ??= Task.Run(input.ReadLine, CancellationToken.None);
        var line = await pending.WaitAsync(cancellationToken).ConfigureAwait(false);
        pending = null;
        return line;
    }
}
