using Harombe.Policy.Approvals.Previews;

namespace Harombe.Policy.Approvals.Channels.Pages;

/// <summary>A preview on the question's page, above the answers and below the exact arguments. Pure.</summary>
internal static class PreviewHtml
{
    public static string Of(Preview? preview) => preview is null
        ? ""
        : $"""
          <section class="card" aria-label="What helps to judge it">
          {Change("What would change", preview.Change)}
          {Change("What the tool itself says", preview.DryRun)}
          {List("Where values come from", preview.Origins.Select(origin => $"{Argument(origin.Argument)} <span class=\"state\">{VisibleHtml.Of(origin.Origin)}</span> {VisibleHtml.Of(origin.Says)}"))}
          {List("What is new", preview.New.Select(VisibleHtml.Of))}
          {List("Characters that deceive", preview.Odd.Select(note => $"{Argument(note.Argument)} {VisibleHtml.Of(note.Says)}"))}
          {List("In another form it reads", preview.Decoded.Select(note => $"{Argument(note.Argument)} <pre tabindex=\"0\">{Text(note.Says)}</pre>{LeftOut(note.LeftOut, "characters")}"))}
          </section>
          """;

    private static string Change(string title, PreviewChange? change) => change is null
        ? ""
        : $"""
          <h2>{title}</h2>
          <p>{VisibleHtml.Of(change.What)}</p>
          {(change.Lines.Count == 0 ? "" : $"<pre tabindex=\"0\">{string.Join('\n', change.Lines.Select(Line))}</pre>")}
          {LeftOut(change.LeftOut, "lines")}
          """;

    private static string Line(string line)
    {
        var kind = line switch { ['+', ..] => "plus", ['-', ..] => "minus", ['@', ..] => "soft", _ => "same" };
        return $"<bdi class=\"{kind}\">{VisibleHtml.Of(line)}</bdi>";
    }

    private static string Text(string text) => string.Join('\n', text.Split('\n').Select(line => $"<bdi class=\"text\">{VisibleHtml.Of(line)}</bdi>"));

    private static string List(string title, IEnumerable<string> items)
    {
        var all = items.ToList();
        return all.Count == 0 ? "" : $"<h2>{title}</h2><ul>{string.Concat(all.Select(item => $"<li>{item}</li>"))}</ul>";
    }

    private static string Argument(string argument) => argument.Length == 0 ? "" : $"<code>{VisibleHtml.Of(argument)}</code>";

    private static string LeftOut(int count, string what) => count == 0 ? "" : $"<p class=\"soft\">{count} more {what} are not shown here.</p>";
}
