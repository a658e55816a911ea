using System.Globalization;
using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Plugins;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;

namespace Harombe.Policy.Approvals.Previews;

/// <summary>What a call would do to the file that is there now. Only of tools that declare the workspace and take a path; it reads and changes nothing.</summary>
internal sealed class FilePreview(Func<IWorkspace?> workspace)
{
    private const int MostLines = 400;
    private const int LongestLine = 400;

    public async ValueTask<PreviewChange?> OfAsync(Approval approval, ToolDefinition tool, ISecretScanner scanner, CancellationToken cancellationToken)
    {
        var arguments = approval.Edited ?? approval.Arguments;
        if (!tool.Paths.Contains("workspace") || workspace() is not { } files || Text(arguments, "path") is not { } path)
        {
            return null;
        }

        var verb = approval.Tool.Value[(approval.Tool.Value.LastIndexOf('.') + 1)..];
        var content = Text(arguments, "content");
        if (content is null && verb != "delete")
        {
            return null;
        }

        return await files.ReadAsync(path, cancellationToken).ConfigureAwait(false) switch
        {
            WorkspaceOutcome<WorkspaceFile>.Done { Value: var there } => Of(verb, there, content, scanner),
            WorkspaceOutcome<WorkspaceFile>.Refused { Reason.Rule: "workspace.missing" } when content is not null => Shown("There is no such file yet; it would be made.", Added(content), scanner),
            WorkspaceOutcome<WorkspaceFile>.Refused { Reason: var reason } => Shown($"The file can't be compared: {reason.Message}", [], scanner),
            _ => null,
        };
    }

    private static PreviewChange Of(string verb, WorkspaceFile there, string? content, ISecretScanner scanner)
    {
        var size = there.Content.Length.ToString(CultureInfo.InvariantCulture);
        return there.Text is not { } before ? Shown($"The file that is there has {size} bytes and is no text.", content is null ? [] : Added(content), scanner)
            : content is null ? Shown($"The file would be gone: {size} bytes.", [.. before.Split('\n').Select(line => "-" + line)], scanner)
            : verb == "append" ? Shown($"Added to the end of a file of {size} bytes.", Added(content), scanner)
            : before == content ? Shown("The file is so already; nothing would change.", [], scanner)
            : LineDiff.Of(before, content) is { } lines ? Shown($"The file that is there would be changed; it has {size} bytes.", lines, scanner)
            : Shown($"The file that is there, of {size} bytes, would be another: too much differs to compare.", [], scanner);
    }

    private static List<string> Added(string content) => [.. content.Split('\n').Select(line => "+" + line)];

    // The whole of it is scanned before it is cut: a secret may go over several lines.
    private static PreviewChange Shown(string what, IReadOnlyList<string> lines, ISecretScanner scanner)
    {
        var clean = lines.Count == 0 ? [] : scanner.Redact(string.Join('\n', lines)).Value.Split('\n');
        return new PreviewChange(
            SeenText.Of(what, LongestLine, scanner).Text,
            [.. clean.Take(MostLines).Select(line => line.Length <= LongestLine
                ? SeenText.Visible(line) : $"{SeenText.Visible(line.AsSpan(0, LongestLine))} [{line.Length - LongestLine} more characters]")],
            Math.Max(0, clean.Length - MostLines));
    }

    private static string? Text(JsonElement arguments, string name) =>
        arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
