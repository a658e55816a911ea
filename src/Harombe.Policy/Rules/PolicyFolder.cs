using System.Collections.Immutable;
using Harombe.Policy.Rules.Reading;

namespace Harombe.Policy.Rules;

/// <summary>Reads every <c>*.yaml</c> of a folder as one policy. All or nothing: a fault in one file keeps all of them out.</summary>
internal static class PolicyFolder
{
    /// <summary>What came of reading; no snapshot where there was a fault.</summary>
    public sealed record Outcome(PolicySnapshot? Snapshot, ImmutableArray<PolicyFault> Faults);

    public static Outcome Read(string? folder, PolicyProfile profile)
    {
        if (folder is null || !Directory.Exists(folder))
        {
            return new Outcome(PolicySnapshot.BuiltIn(profile), []);
        }

        var unreadable = new List<PolicyFault>();
        var texts = new List<(string, byte[])>();
        foreach (var file in Files(folder))
        {
            try
            {
                texts.Add((file, File.ReadAllBytes(file)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                unreadable.Add(new PolicyFault(new RulePlace(file, 1), $"The file can't be read: {e.Message.TrimEnd('.')}", "Let the host's user read it"));
            }
        }

        return Read(texts, profile, unreadable);
    }

    /// <summary>Reads files that somebody sent as one policy.</summary>
    public static Outcome Read(IEnumerable<(string Name, byte[] Content)> files, PolicyProfile profile, List<PolicyFault>? unreadable = null)
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

        foreach (var twice in rules.GroupBy(rule => rule.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            faults.Add(new PolicyFault(twice.Last().Place, $"There are two rules named '{twice.Key}'; the other is at {twice.First().Place}", "Rename one"));
        }

        return faults.Count > 0
            ? new Outcome(null, [.. faults.OrderBy(fault => fault.Place.File, StringComparer.Ordinal).ThenBy(fault => fault.Place.Line)])
            : new Outcome(new PolicySnapshot(profile, [.. rules], content.ToArray()), []);
    }

    /// <summary>Changes whenever a file of the folder does.</summary>
    public static string Stamp(string folder) => !Directory.Exists(folder) ? "" : string.Join('\n', Files(folder).Select(file =>
        new FileInfo(file) is var about ? $"{file}|{about.Length}|{about.LastWriteTimeUtc.Ticks}" : ""));

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal);
}
