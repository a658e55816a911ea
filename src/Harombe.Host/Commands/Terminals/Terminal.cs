using Harombe.Core.Display;
using Spectre.Console;

namespace Harombe.Host.Commands.Terminals;

/// <summary>
/// Where a command reads and writes. Standard output carries the result and nothing else, so that it can be piped; all talk goes to standard error.
/// </summary>
internal sealed class Terminal
{
    private const int WideEnough = 400;

    /// <param name="input">What a person types, or what is piped in.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="asks">Whether a person sits at the input.</param>
    /// <param name="shows">Whether a person sees the output.</param>
    /// <param name="readHidden">Reads a line without showing it; null when there is none.</param>
    public Terminal(TextReader input, TextWriter output, TextWriter error, bool asks, bool shows, Func<string?> readHidden)
    {
        Input = input;
        Lines = new LineReader(input);
        Output = output;
        Error = error;
        Asks = asks;
        Shows = shows;
        ReadHidden = readHidden;
        Screen = Console(output, shows);
        Side = Console(error, asks && shows);
    }

    public TextReader Input { get; }

    public LineReader Lines { get; }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    /// <summary>Whether a person can be asked.</summary>
    public bool Asks { get; }

    /// <summary>Whether the result is seen by a person, not by a program or a file.</summary>
    public bool Shows { get; }

    public Func<string?> ReadHidden { get; }

    /// <summary>Standard output with tables and colours.</summary>
    public IAnsiConsole Screen { get; }

    /// <summary>Standard error with colours.</summary>
    public IAnsiConsole Side { get; }

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess() => new(
        System.Console.In,
        System.Console.Out,
        System.Console.Error,
        !System.Console.IsInputRedirected && !System.Console.IsErrorRedirected,
        !System.Console.IsOutputRedirected,
        HiddenLine.Read);

    /// <summary>A table in the plain look that survives copying.</summary>
    public static Table Table(params ReadOnlySpan<string> columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)));
        }

        return table;
    }

    /// <summary>Adds a row of text from elsewhere: nothing in it is taken as markup or control sequence.</summary>
    public static void AddRow(Table table, params IEnumerable<string> cells) => table.AddRow(cells.Select(cell => new Text(VisibleText.Line(cell))));

    private static IAnsiConsole Console(TextWriter writer, bool person)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = person ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = person ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        if (!person)
        {
            // A program that reads the table wants a row on a line.
            console.Profile.Width = WideEnough;
        }

        return console;
    }
}
