using System.Text;

namespace Harombe.Host.Commands.Terminals;

/// <summary>Reads what a person types without showing it.</summary>
internal static class HiddenLine
{
    /// <summary>The line; null when it was given up with Escape.</summary>
    public static string? Read()
    {
        var typed = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    Console.Error.WriteLine();
                    return typed.ToString();
                case ConsoleKey.Escape:
                    Console.Error.WriteLine();
                    return null;
                case ConsoleKey.Backspace:
                    typed.Length = Math.Max(0, typed.Length - 1);
                    break;
                default:
                    if (key.KeyChar != '\0')
                    {
                        typed.Append(key.KeyChar);
                    }

                    break;
            }
        }
    }
}
