using System.Globalization;
using System.Text;
using Harombe.Core.Calls;

namespace Harombe.Agent.Workspaces;

/// <summary>The reasons that a workspace gives. Each names the path, with nothing in it that could forge a log line.</summary>
internal static class Refusals
{
    public static Reason BadPath(string path, string what, string remedy) =>
        new("workspace.path", $"The path {Shown(path)} {what}.", remedy);

    public static Reason Missing(string path) =>
        new("workspace.missing", $"There is nothing at {Shown(path)}.", "List the folder to see what is there.");

    public static Reason Link(string path) =>
        new("workspace.link", $"{Shown(path)} is a symbolic link or goes through one.", "Name the file itself; links are never followed.");

    public static Reason HardLink(string path) =>
        new("workspace.hard-link", $"{Shown(path)} has a second name that may lie outside the workspace.", "Copy the file into the workspace.");

    public static Reason Kind(string path, string expected) =>
        new("workspace.kind", $"{Shown(path)} is not {expected}.", "List the folder to see what each entry is.");

    public static Reason Case(string path) =>
        new("workspace.case", $"{Shown(path)} is not how the name is written on disk.", "List the folder and use the exact name.");

    public static Reason TooLarge(string path, long limit) => new(
        "workspace.size",
        string.Create(CultureInfo.InvariantCulture, $"{Shown(path)} is or would become larger than {limit} bytes."),
        "Use a smaller file, or raise the workspace's MaxFileBytes.");

    public static Reason Taken(string path) =>
        new("workspace.exists", $"{Shown(path)} is there already.", "Choose another name, or say that it is to be replaced.");

    public static Reason NotEmpty(string path) =>
        new("workspace.not-empty", $"The folder {Shown(path)} is not empty.", "Delete or move what is in it first.");

    public static Reason Mode(string path) =>
        new("workspace.mode", $"Nobody said whether {Shown(path)} may be replaced.", "Write with mode create or replace.");

    public static Reason Query(string what, string remedy) => new("workspace.query", what, remedy);

    public static Reason Failed(string path, string error) =>
        new("workspace.io", $"{Shown(path)} can't be used: {error}.", "Check the workspace's permissions and free space.");

    /// <summary>A path for people: quoted, cut, and with everything invisible spelled out.</summary>
    public static string Shown(string path)
    {
        var shown = new StringBuilder("'");
        foreach (var c in path.AsSpan(0, Math.Min(path.Length, 120)))
        {
            if (char.IsControl(c) || char.IsSurrogate(c) || CharUnicodeInfo.GetUnicodeCategory(c)
                is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                shown.Append(c);
            }
        }

        return shown.Append(path.Length > 120 ? "…'" : "'").ToString();
    }
}
