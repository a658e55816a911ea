using Harombe.Host.Commands.Terminals;

namespace Harombe.HostTests.Commands;

/// <summary>A value that nobody sees is the value that was meant, or none.</summary>
public sealed class HiddenLineTests
{
    private static readonly ConsoleKeyInfo Enter = new('\r', ConsoleKey.Enter, false, false, false);
    private static readonly ConsoleKeyInfo Escape = new('\u001b', ConsoleKey.Escape, false, false, false);

    [Fact]
    public void Line_is_read_and_can_be_corrected()
    {
        Assert.Equal("ab", Read([.. Keys("abc"), new('\b', ConsoleKey.Backspace, false, false, false), Enter]));
        Assert.Equal("new", Read([.. Keys("old"), Control('\u0015', ConsoleKey.U), .. Keys("new"), Enter]));
        Assert.Null(Read([.. Keys("abc"), Escape]));
    }

    [Fact]
    public void Ctrl_C_leaves_at_once()
    {
        var left = Assert.Throws<OperationCanceledException>(() => Read([.. Keys("abc"), Control('\u0003', ConsoleKey.C)]));
        Assert.Equal(HiddenLine.Left, left.CancellationToken);
    }

    [Fact]
    public void Keys_that_steer_do_not_become_a_part_of_the_value() =>
        Assert.Equal("ab", Read([.. Keys("a"), Control('\u0001', ConsoleKey.A), new('\0', ConsoleKey.LeftArrow, false, false, false), .. Keys("b"), Enter]));

    [Fact]
    public void Several_lines_pasted_are_taken_in_and_not_stored_without_their_end()
    {
        var rest = new Queue<ConsoleKeyInfo>([.. Keys("first"), Enter, .. Keys("second"), Enter]);
        using var aside = new StringWriter();
        Assert.Null(HiddenLine.Read(rest.Dequeue, () => rest.Count > 0, aside));
        Assert.Empty(rest);
        Assert.Contains("from a file", aside.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("second", aside.ToString(), StringComparison.Ordinal);
    }

    private static string? Read(params ConsoleKeyInfo[] keys)
    {
        var rest = new Queue<ConsoleKeyInfo>(keys);
        return HiddenLine.Read(rest.Dequeue, () => false, TextWriter.Null);
    }

    private static IEnumerable<ConsoleKeyInfo> Keys(string text) => text.Select(c => new ConsoleKeyInfo(c, ConsoleKey.None, false, false, false));

    private static ConsoleKeyInfo Control(char c, ConsoleKey key) => new(c, key, false, false, true);
}
