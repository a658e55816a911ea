using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NSec.Cryptography;

namespace Harombe.Host.Commands.Scan;

/// <summary>
/// Findings that somebody has looked at and accepted: the samples of a test, the key of a documentation. An entry holds for one value in one file, so that a
/// real secret that takes a sample's place is found. A mark in the code (<c>allow</c> beside a line) would hold for whatever stands there later, and whoever writes the line, a
/// model too, could set it; so there is none, and a baseline counts only where the command names it.
/// </summary>
/// <remarks>
/// Values are not in it. Whoever reads the file can try guesses against it, so a fingerprint is Argon2id (19 MiB, two passes) with a salt of the file's own. Only findings whose file and
/// kind an entry names are worth that time.
/// </remarks>
internal sealed class Baseline
{
    private const int SaltLength = 16;
    private const int FingerprintLength = 16;

    private static readonly Argon2id Slow = PasswordBasedKeyDerivationAlgorithm.Argon2id(new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = 19 * 1024, NumberOfPasses = 2 });

    private readonly string folder;
    private readonly byte[] salt;
    private readonly IReadOnlyList<KnownFinding> known;
    private readonly HashSet<(string File, string Rule)> places;
    private readonly ConcurrentDictionary<KnownFinding, bool> met = [];
    private readonly bool accepting;

    private Baseline(string file, byte[] salt, IReadOnlyList<KnownFinding> known, bool accepting)
    {
        folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? throw new IOException($"{file} is no file");
        (this.salt, this.known, this.accepting) = (salt, known, accepting);
        places = [.. known.Select(one => (one.File, one.Rule))];
    }

    /// <summary>Reads one. <paramref name="accepting"/> gives every finding its fingerprint, and begins a new one where there is none.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="JsonException">It is none.</exception>
    public static Baseline Open(string file, bool accepting)
    {
        if (accepting && !File.Exists(file))
        {
            return new Baseline(file, RandomNumberGenerator.GetBytes(SaltLength), [], accepting);
        }

        var read = JsonSerializer.Deserialize(File.ReadAllBytes(file), BaselineJson.Default.BaselineFile);
        return read is { Version: 1, Salt.Length: SaltLength, Known: not null } && read.Known.All(one => one is { File: not null, Rule: not null, Fingerprint: not null })
            ? new Baseline(file, read.Salt, read.Known, accepting)
            : throw new JsonException("it has not the form of a baseline");
    }

    /// <summary>The finding, known or not.</summary>
    public FileFinding Judge(FileFinding finding, string value)
    {
        var file = Relative(finding.File);
        if (!accepting && !places.Contains((file, finding.Rule)))
        {
            return finding;
        }

        var entry = new KnownFinding(file, finding.Rule, Fingerprint(file, finding.Rule, value));
        met.TryAdd(entry, true);
        return finding with { Fingerprint = entry.Fingerprint, Known = known.Contains(entry) };
    }

    /// <summary>Entries whose file was read and doesn't hold them any more.</summary>
    public IReadOnlyList<KnownFinding> Stale(IEnumerable<string> read)
    {
        var files = read.Select(Relative).ToHashSet(StringComparer.Ordinal);
        return [.. known.Where(one => files.Contains(one.File) && !met.ContainsKey(one))];
    }

    /// <summary>Writes the findings in the place of what was known of the files that were read. What is known of others stays as long as they are there.</summary>
    public void Write(string file, ScanReport report)
    {
        var read = report.Read.Select(Relative).ToHashSet(StringComparer.Ordinal);
        var kept = known.Where(one => !read.Contains(one.File) && File.Exists(Path.Combine(folder, one.File)));
        var found = report.All.Where(finding => finding.Fingerprint is not null).Select(finding => new KnownFinding(Relative(finding.File), finding.Rule, finding.Fingerprint ?? ""));
        KnownFinding[] all = [.. kept.Concat(found).Distinct().OrderBy(one => one.File, StringComparer.Ordinal).ThenBy(one => one.Rule, StringComparer.Ordinal).ThenBy(one => one.Fingerprint, StringComparer.Ordinal)];
        File.WriteAllText(file, JsonSerializer.Serialize(new BaselineFile(1, salt, all), BaselineJson.Default.BaselineFile) + "\n");
    }

    private string Relative(string file) => Path.GetRelativePath(folder, Path.GetFullPath(file)).Replace('\\', '/');

    private string Fingerprint(string file, string rule, string value) =>
        Convert.ToHexStringLower(Slow.DeriveBytes(Encoding.UTF8.GetBytes($"{file}\0{rule}\0{value}"), salt, FingerprintLength));
}

/// <summary>What a baseline says of one finding.</summary>
internal sealed record KnownFinding(string File, string Rule, string Fingerprint);

internal sealed record BaselineFile(int Version, byte[] Salt, IReadOnlyList<KnownFinding> Known);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(BaselineFile))]
internal sealed partial class BaselineJson : JsonSerializerContext;
