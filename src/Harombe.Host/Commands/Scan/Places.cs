using Harombe.Core.Secrets;

namespace Harombe.Host.Commands.Scan;

/// <summary>Turns places in a text into lines and columns.</summary>
internal static class Places
{
    private const int MostShown = 40;

    /// <summary>Each finding and its value, which is for the baseline's fingerprint only. Lines are counted once, from finding to finding.</summary>
    public static IEnumerable<(FileFinding Finding, string Value)> Of(string file, string text, IReadOnlyList<Finding> found)
    {
        var (line, lineStart, at) = (1, 0, 0);
        foreach (var finding in found)
        {
            var end = finding.Start + finding.Length;
            var before = Math.Max(at, 0);
            Advance(finding.Start);
            var place = (Line: line, Column: finding.Start - lineStart + 1);
            // From where the last finding ended: nothing that was found may be shown.
            var lead = text[Math.Max(Math.Max(lineStart, before), finding.Start - MostShown)..finding.Start].TrimStart();
            Advance(end);
            yield return (new FileFinding(file, finding.Kind, place.Line, place.Column, line, end - lineStart + 1) { Lead = lead }, text[finding.Start..end]);
        }

        void Advance(int to)
        {
            for (var next = text.AsSpan(at, to - at).IndexOf('\n'); next >= 0; next = text.AsSpan(at, to - at).IndexOf('\n'))
            {
                at += next + 1;
                (line, lineStart) = (line + 1, at);
            }

            at = to;
        }
    }
}
