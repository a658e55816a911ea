using System.Collections.Immutable;
using System.Text;
using Harombe.Policy.Rules.Reading;

namespace Harombe.Policy.Rules;

/// <summary>Reads every <c>*.yaml</c> of a folder, and the rules within a configuration file, as one policy. All or nothing: a fault in one file keeps all of them out.</summary>
internal static class PolicyFolder
{
    /// <summary>What came of reading; no snapshot where there was a fault.</summary>
    public sealed record Outcome(PolicySnapshot? Snapshot, ImmutableArray<PolicyFault> Faults);

    /// <param name="folder">The folder; null for none.</param>
    /// <param name="profile">What holds where no rule matches.</param>
    /// <param name="inline">A configuration file with rules of its own below <c>policy.rules</c>; null for none.</param>
    public static Outcome Read(string? folder, PolicyProfile profile, string? inline = null)
    {
        var faults = new List<PolicyFault>();
        List<(string, byte[])> texts = [.. (folder is not null && Directory.Exists(folder) ? Files(folder) : []).Select(file => (file, Bytes(file, faults)))];
        return Read(texts, profile, faults, inline is not null && File.Exists(inline) ? (inline, Bytes(inline, faults)) : null);
    }

    private static byte[] Bytes(string file, List<PolicyFault> faults)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(new PolicyFault(new RulePlace(file, 1), $"The file can't be read: {e.Message.TrimEnd('.')}", "Let the host's user read it"));
            return [];
        }
    }

    /// <summary>Reads files that somebody sent as one policy.</summary>
    public static Outcome Read(IEnumerable<(string Name, byte[] Content)> files, PolicyProfile profile, List<PolicyFault>? unreadable = null, (string Name, byte[] Content)? inline = null)
    {
        var faults = unreadable ?? [];
        var rules = new List<Rule>();
        using var content = new MemoryStream();
        foreach (var (file, bytes) in files)
        {
            content.Write(bytes);
            content.WriteByte(0);
            rules.AddRange(PolicyReading.Read(file, bytes, faults));
        }

        if (inline is var (name, whole) && PolicyReading.ReadInline(name, whole, faults) is { Count: > 0 } here)
        {
            // Only what its rules say: another key of the configuration changes no version.
            content.Write(Encoding.UTF8.GetBytes(string.Join('\n', here.Select(rule => rule.Digest))));
            content.WriteByte(0);
            rules.AddRange(here);
        }

        foreach (var twice in rules.GroupBy(rule => rule.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            faults.Add(new PolicyFault(twice.Last().Place, $"There are two rules named '{twice.Key}'; the other is at {twice.First().Place}", "Rename one"));
        }

        return faults.Count > 0
            ? new Outcome(null, [.. faults.OrderBy(fault => fault.Place.File, StringComparer.Ordinal).ThenBy(fault => fault.Place.Line)])
            : new Outcome(new PolicySnapshot(profile, [.. rules], content.ToArray()), []);
    }

    /// <summary>Changes whenever a file of the folder does, or the other one.</summary>
    public static string Stamp(string? folder, string? inline = null) => string.Join('\n', (folder is not null && Directory.Exists(folder) ? Files(folder) : [])
        .Concat(inline is not null && File.Exists(inline) ? [inline] : [])
        .Select(file => new FileInfo(file) is var about ? $"{file}|{about.Length}|{about.LastWriteTimeUtc.Ticks}" : ""));

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal);
}
