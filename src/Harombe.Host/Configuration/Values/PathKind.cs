namespace Harombe.Host.Configuration.Values;

/// <summary>A file or folder; the value is absolute. <c>~/</c> is the home folder, no variables are expanded.</summary>
internal sealed class PathKind : ValueKind
{
    public override string Name => "path";

    public override string Range => "relative to the file's folder, absolute, or ~/…";

    public override Reading Read(Written written)
    {
        var text = written.Text;
        if (written.NotText is { } other) return Reading.Wrong($"must be a path, but is {other}", "Put the value in quotes");
        if (string.IsNullOrWhiteSpace(text)) return Reading.Wrong("must be a path, but is blank", "Name a file or folder, or remove the key");
        if (text.Any(char.IsControl)) return Reading.Wrong("has a control character", "Write the path in one line of plain characters");
        if (text.StartsWith('$') || text.Contains("${", StringComparison.Ordinal))
            return Reading.Wrong("has a variable, and variables are not expanded here", "Write the path out, or start it with ~/");
        if (!text.StartsWith('~')) return Reading.Of(Absolute(written.Folder, text));
        if (text is not "~" && !text.StartsWith("~/", StringComparison.Ordinal))
            return Reading.Wrong("names another user's home folder", "Write the absolute path, or start it with ~/");
        return written.Home is { } home
            ? Reading.Of(Absolute(home, text.Length > 2 ? text[2..].TrimStart('/') : "."))
            : Reading.Wrong("starts with ~, but the environment names no HOME", "Write the absolute path");
    }

    public override string Show(object value) => (string)value;

    private static string Absolute(string folder, string text) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(text, folder));
}
