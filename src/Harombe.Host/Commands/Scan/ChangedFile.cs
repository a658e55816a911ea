using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Harombe.Host.Commands.Scan;

/// <summary>
/// One file of a unified diff, as far as the diff shows its new state: a secret that a change takes out must not stop the change, and one that it brings in
/// has a line in a file, not in the diff.
/// </summary>
/// <param name="File">Its new name.</param>
/// <param name="Text">The lines of its new state, added or around what was added.</param>
/// <param name="Lines">For each line of the text, its number in the file, and whether it was added.</param>
internal sealed partial record ChangedFile(string File, string Text, IReadOnlyList<(int Number, bool Added)> Lines)
{
    private const string Nowhere = "/dev/null";

    /// <summary>Whether a text is a unified diff, or empty. What isn't must not pass for one that adds nothing.</summary>
    public static bool IsDiff(string text) =>
        string.IsNullOrWhiteSpace(text) || (Head().IsMatch(text) && !text.StartsWith("@@@ ", StringComparison.Ordinal) && !text.Contains("\n@@@ ", StringComparison.Ordinal));

    /// <summary>The files of a diff. A file without added lines is none of them.</summary>
    public static IReadOnlyList<ChangedFile> Read(string diff)
    {
        var files = new List<ChangedFile>();
        var (file, text, lines) = (Nowhere, new StringBuilder(), new List<(int, bool)>());
        var (old, now, number) = (0, 0, 0);
        foreach (var line in diff.Split('\n'))
        {
            if (old > 0 || now > 0)
            {
                // Inside of a hunk the first character alone says what a line is; its text may look like anything, a head of another file too.
                if (line.StartsWith('\\'))
                {
                    continue;
                }

                if (!line.StartsWith('-'))
                {
                    text.Append(line.AsSpan(Math.Min(1, line.Length))).Append('\n');
                    lines.Add((number++, line.StartsWith('+')));
                    now--;
                }

                old -= line.StartsWith('+') ? 0 : 1;
            }
            else if (line.StartsWith("+++ ", StringComparison.Ordinal))
            {
                Close();
                file = Name(line[4..]);
            }
            else if (Hunk().Match(line) is { Success: true } hunk)
            {
                (old, number, now) = (Number(hunk, 1), Number(hunk, 2), Number(hunk, 3));
            }
        }

        Close();
        return files;

        void Close()
        {
            if (lines.Exists(line => line.Item2))
            {
                files.Add(new ChangedFile(file, text.ToString(), lines));
            }

            (text, lines) = (new StringBuilder(), []);
        }
    }

    /// <summary>Where a finding in the text stands in the file; null when the change didn't touch it.</summary>
    public FileFinding? At(FileFinding finding) =>
        Enumerable.Range(finding.Line - 1, finding.EndLine - finding.Line + 1).Any(line => line < Lines.Count && Lines[line].Added)
            ? finding with { Line = Lines[finding.Line - 1].Number, EndLine = Lines[Math.Min(finding.EndLine, Lines.Count) - 1].Number }
            : null;

    private static string Name(string word)
    {
        var name = word.TrimEnd('\r').Split('\t')[0].Trim('"');
        return name.StartsWith("b/", StringComparison.Ordinal) ? name[2..] : name;
    }

    private static int Number(Match hunk, int group) =>
        hunk.Groups[group].Success && int.TryParse(hunk.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;

    [GeneratedRegex("^(diff --git |[+]{3} )", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Head();

    [GeneratedRegex("^@@ -[0-9]+(?:,([0-9]+))? [+]([0-9]+)(?:,([0-9]+))? @@", RegexOptions.CultureInvariant)]
    private static partial Regex Hunk();
}
