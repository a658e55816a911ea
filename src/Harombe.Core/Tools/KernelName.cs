namespace Harombe.Core.Tools;

/// <summary>
/// The name of a tool inside Semantic Kernel, which allows ASCII letters, digits and underscores and joins plugin and function by one underscore.
/// </summary>
internal readonly record struct KernelName(string Plugin, string Function)
{
    public static KernelName Of(ToolName name)
    {
        var text = name.Value;
        var cut = text.IndexOf('.', StringComparison.Ordinal);
        return cut > 0 && cut < text.Length - 1
            ? new KernelName(Identifier(text[..cut]), Identifier(text[(cut + 1)..]))
            : new KernelName("tools", Identifier(text));
    }

    private static string Identifier(string text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = char.IsAsciiLetterOrDigit(from[i]) ? from[i] : '_';
        }
    });
}
