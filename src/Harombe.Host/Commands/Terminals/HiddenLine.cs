using System.Text;

namespace Harombe.Host.Commands.Terminals;

/// <summary>Reads what a person types without showing it.</summary>
internal static class HiddenLine
{
    /// <summary>The token of the exception with which Ctrl-C leaves the prompt.</summary>
    public static readonly CancellationToken Left = new(canceled: true);

    /// <summary>The line; null when it was given up with Escape, or when more than a line was pasted.</summary>
    /// <exception cref="OperationCanceledException">With <see cref="Left"/>: Ctrl-C was typed.</exception>
    public static string? Read()
    {
        // As a signal, Ctrl-C would only be noted while this waits for the next key, and nothing would happen.
        var before = Console.TreatControlCAsInput;
        Console.TreatControlCAsInput = true;
        try
        {
            return Read(() => Console.ReadKey(intercept: true), () => Console.KeyAvailable, Console.Error);
        }
        finally
        {
            Console.TreatControlCAsInput = before;
        }
    }

    /// <inheritdoc cref="Read()"/>
    /// <param name="next">Waits for a key.</param>
    /// <param name="more">Whether keys are there already.</param>
    /// <param name="aside">Takes line ends and remarks.</param>
    public static string? Read(Func<ConsoleKeyInfo> next, Func<bool> more, TextWriter aside)
    {
        var typed = new StringBuilder();
        while (true)
        {
            var key = next();
            switch (key.Key, key.Modifiers.HasFlag(ConsoleModifiers.Control))
            {
                case (ConsoleKey.C, true):
                    aside.WriteLine();
                    throw new OperationCanceledException("Ctrl-C", Left);
                case (ConsoleKey.Enter, _):
                    aside.WriteLine();
                    return more() ? Drained(next, more, aside) : typed.ToString();
                case (ConsoleKey.Escape, _) or (ConsoleKey.D, true):
                    aside.WriteLine();
                    return null;
                case (ConsoleKey.Backspace, _):
                    typed.Length = Math.Max(0, typed.Length - 1);
                    break;
                case (ConsoleKey.U, true):
                    typed.Clear();
                    break;
                default:
                    // A key without a character, or one that steers: nobody could see that it had become a part of the value.
                    if (!char.IsControl(key.KeyChar) || key.KeyChar == '\t')
                    {
                        typed.Append(key.KeyChar);
                    }

                    break;
            }
        }
    }

    // A key of several lines would be stored without its end, and the shell would run the rest of it as commands.
    private static string? Drained(Func<ConsoleKeyInfo> next, Func<bool> more, TextWriter aside)
    {
        while (more())
        {
            next();
        }

        aside.WriteLine("More than one line came. A value of several lines comes from a file: harombe secrets set <name> < file");
        return null;
    }
}
