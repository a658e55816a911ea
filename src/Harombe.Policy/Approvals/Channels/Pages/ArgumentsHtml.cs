using System.Text;
using System.Text.Json;

namespace Harombe.Policy.Approvals.Channels.Pages;

/// <summary>
/// Arguments laid out for reading, nothing left out. A string is one coloured run, and quotation marks and line breaks in it stay escaped, so that a
/// value can't pass itself off as another argument. Pure.
/// </summary>
internal static class ArgumentsHtml
{
    public static string Of(JsonElement arguments)
    {
        var html = new StringBuilder();
        Append(arguments, html, 0);
        return html.ToString();
    }

    private static void Append(JsonElement value, StringBuilder html, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                AppendAll(
                    [.. value.EnumerateObject()],
                    "{",
                    "}",
                    html,
                    depth,
                    member =>
                    {
                        Quote(member.Name, "key", html, depth + 1);
                        html.Append(": ");
                        Append(member.Value, html, depth + 1);
                    });
                break;
            case JsonValueKind.Array:
                AppendAll([.. value.EnumerateArray()], "[", "]", html, depth, item => Append(item, html, depth + 1));
                break;
            case JsonValueKind.String:
                Quote(value.GetString()!, "text", html, depth); // not null: ValueKind is String
                break;
            default:
                html.Append("<span class=\"atom\">").Append(VisibleHtml.Of(value.GetRawText())).Append("</span>");
                break;
        }
    }

    private static void AppendAll<T>(IReadOnlyList<T> items, string open, string close, StringBuilder html, int depth, Action<T> append)
    {
        html.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            Line(html, depth + 1);
            append(items[i]);
            html.Append(i + 1 < items.Count ? "," : "");
        }

        if (items.Count > 0)
        {
            Line(html, depth);
        }

        html.Append(close);
    }

    private static void Quote(string text, string kind, StringBuilder html, int depth)
    {
        html.Append("<bdi class=\"").Append(kind).Append("\">&quot;");
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\n':
                    // Shown as what it is, and broken after, so that a script of many lines can be read.
                    html.Append("<span class=\"esc\">\\n</span>");
                    Line(html, depth + 1);
                    break;
                case '\t':
                    html.Append("<span class=\"esc\">\\t</span>");
                    break;
                case '\r':
                    html.Append("<span class=\"esc\">\\r</span>");
                    break;
                case '"':
                    html.Append("\\&quot;");
                    break;
                case '\\':
                    html.Append("\\\\");
                    break;
                default:
                    VisibleHtml.Append(rune, html);
                    break;
            }
        }

        html.Append("&quot;</bdi>");
    }

    private static void Line(StringBuilder html, int depth) => html.Append('\n').Append(' ', depth * 2);
}
