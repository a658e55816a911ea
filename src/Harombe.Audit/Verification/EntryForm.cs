using System.Text.Json;
using Harombe.Audit.Merkle;
using Harombe.Core.Audit;
using Harombe.Core.Calls;

namespace Harombe.Audit.Verification;

/// <summary>What can be said of one entry by itself: its hash, its form, and whether the columns that are searched say what the bytes say.</summary>
internal static class EntryForm
{
    /// <summary>What is wrong with the entry, or null.</summary>
    /// <param name="row">The entry.</param>
    /// <param name="ending">For an outcome: how the call ended.</param>
    public static string? Fault(in EntryRow row, out string? ending)
    {
        ending = null;
        if (row.Bytes is null)
        {
            return $"The bytes of entry {row.Sequence} were deleted.";
        }

        Span<byte> hash = stackalloc byte[LeafHash.Length];
        LeafHash.Of(row.Bytes, hash);
        if (!hash.SequenceEqual(row.Leaf))
        {
            return $"Entry {row.Sequence} was edited: its bytes don't have its leaf hash.";
        }

        try
        {
            using var document = JsonDocument.Parse(row.Bytes);
            if (!CanonicalJson.Write(document.RootElement).AsSpan().SequenceEqual(row.Bytes))
            {
                return $"Entry {row.Sequence} was rewritten: it is not in canonical form.";
            }

            return Members(row, document.RootElement, out ending);
        }
        catch (Exception e) when (e is JsonException or CanonicalJsonException)
        {
            return $"Entry {row.Sequence} was rewritten: it is not canonical JSON.";
        }
    }

    private static string? Members(in EntryRow row, JsonElement entry, out string? ending)
    {
        ending = null;
        if (entry.ValueKind != JsonValueKind.Object
            || !entry.TryGetProperty("v", out var version) || version.ValueKind != JsonValueKind.Number
            || !(version.GetRawText() == "2" ? Text(entry, "salt")?.Length == 2 * EntrySeal.SaltLength : version.GetRawText() == "1")
            || !entry.TryGetProperty("seq", out var seq) || seq.ValueKind != JsonValueKind.Number
            || Text(entry, "time") is null || Text(entry, "kind") is not { } kind)
        {
            return $"Entry {row.Sequence} was rewritten: it lacks what every entry has.";
        }

        if (!seq.TryGetInt64(out var own) || own != row.Sequence)
        {
            return $"Entry {row.Sequence} was moved there: by its own bytes it is entry {seq.GetRawText()}.";
        }

        if (kind != row.Kind || (Text(entry, "call") ?? row.Call) != row.Call)
        {
            return $"Entry {row.Sequence} is filed as something else than its bytes say.";
        }

        ending = kind == "call.outcome" ? Text(entry, "ending") ?? "" : null;
        return null;
    }

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
