using System.Text.Json;
using System.Text.Json.Serialization;
using Harombe.Audit.Verification;

namespace Harombe.Host.Commands.Audit;

/// <summary>What verification found, for people: first the verdict, then how far it reaches.</summary>
internal static class VerdictLines
{
    public static IEnumerable<string> Of(AuditVerdict verdict, string? keySource) => verdict switch
    {
        AuditVerdict.Intact intact => Intact(intact, keySource),
        AuditVerdict.Tampered { Sequence: { } sequence } tampered => [$"TAMPERED at entry {sequence}: {tampered.What}"],
        AuditVerdict.Tampered tampered => [$"TAMPERED: {tampered.What}"],
        AuditVerdict.CouldNotCheck could => [$"could not check: {could.Why}"],
        _ => throw new InvalidOperationException($"Unknown verdict {verdict.GetType().Name}."),
    };

    private static IEnumerable<string> Intact(AuditVerdict.Intact intact, string? keySource)
    {
        yield return $"intact: {intact.Head.Size} entries";
        yield return $"head {intact.Head}";
        yield return intact.SignedSize == 0
            ? "signed: no"
            : $"signed: the first {intact.SignedSize} entries by {intact.SignedBy} ({keySource ?? "a key that only the log itself vouches for: pass --key"})";
        if (intact.Erased > 0)
        {
            yield return $"erased: {intact.Erased} bodies, as announced in the log; their leaf hashes are in the tree";
        }

        yield return intact.AnchoredBy is null
            ? "anchored: no; whoever has the key could have rewritten all of it. Keep the head elsewhere and pass --expect-head, or pass --anchor or --witness"
            : $"anchored: {intact.AnchoredBy} agrees with the first {intact.Anchored} entries";
        if (intact.AnchoredBy is not null && intact.UnanchoredSince is { } since)
        {
            yield return $"not anchored: {intact.Head.Size - intact.Anchored} entries since {since}";
        }

        foreach (var call in intact.Indeterminate)
        {
            yield return $"nobody knows whether call {call} had its effect";
        }
    }
}

/// <summary>The same as JSON.</summary>
internal sealed record VerdictForm(string Verdict, string File)
{
    public string? Head { get; init; }

    public long? Signed { get; init; }

    public string? SignedBy { get; init; }

    public bool? KeyGiven { get; init; }

    public long? Anchored { get; init; }

    public string? AnchoredBy { get; init; }

    public string? UnanchoredSince { get; init; }

    public long? Erased { get; init; }

    public IReadOnlyList<string>? Indeterminate { get; init; }

    public long? Sequence { get; init; }

    public string? What { get; init; }

    public static VerdictForm Of(string file, AuditVerdict verdict) => verdict switch
    {
        AuditVerdict.Intact intact => new VerdictForm("intact", file)
        {
            Head = intact.Head.ToString(),
            Signed = intact.SignedSize,
            SignedBy = intact.SignedBy,
            KeyGiven = intact.KeyGiven,
            Anchored = intact.Anchored,
            AnchoredBy = intact.AnchoredBy,
            UnanchoredSince = intact.UnanchoredSince,
            Erased = intact.Erased,
            Indeterminate = [.. intact.Indeterminate.Select(call => call.Value)],
        },
        AuditVerdict.Tampered tampered => new VerdictForm("tampered", file) { Sequence = tampered.Sequence, What = tampered.What },
        AuditVerdict.CouldNotCheck could => new VerdictForm("could-not-check", file) { What = could.Why },
        _ => throw new InvalidOperationException($"Unknown verdict {verdict.GetType().Name}."),
    };
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VerdictForm))]
internal sealed partial class VerdictJson : JsonSerializerContext;
