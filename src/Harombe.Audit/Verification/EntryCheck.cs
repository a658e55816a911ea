using System.Globalization;
using System.Text;
using System.Text.Json;
using Harombe.Audit.Merkle;
using Harombe.Audit.Stretches;
using Harombe.Core.Audit;

namespace Harombe.Audit.Verification;

/// <summary>
/// What can be said of one entry by itself: its hash, its form, and whether the columns that are searched say what the bytes say. Any thread.
/// </summary>
internal static class EntryCheck
{
    /// <summary>What is wrong with the entry, or null.</summary>
    /// <param name="row">The entry.</param>
    /// <param name="marks">What it is searched by.</param>
    public static string? Fault(in EntryRow row, out EntryMarks marks)
    {
        marks = default;
        Span<byte> hash = stackalloc byte[LeafHash.Length];
        LeafHash.Of(row.Body, hash);
        if (!hash.SequenceEqual(row.Leaf))
        {
            return $"Entry {row.Sequence} was edited: its bytes don't have its leaf hash.";
        }

        if (QuickCheck.Passes(row, out marks))
        {
            return null;
        }

        var fault = Form(row);
        marks = fault is null ? EntryMarks.Of(row.Kind, row.Body) : default;
        return fault;
    }

    /// <summary>What is wrong with the form or the members, or null.</summary>
    public static string? Form(in EntryRow row) => CanonicalCheck.IsCanonical(row.Body)
        ? Members(row)
        : $"Entry {row.Sequence} was rewritten: it is not in canonical form.";

    /// <summary>A text member of the outermost object; null when it isn't there.</summary>
    public static string? Text(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found)
            {
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }

            reader.Skip();
        }

        return null;
    }

    private static string? Members(in EntryRow row)
    {
        var reader = new Utf8JsonReader(row.Body);
        var (version, sequence, time, salt) = (0L, -1L, false, 0);
        string? asked = null;
        var (kind, call) = (false, row.Call.IsEmpty);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return Lacks(row);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            var isVersion = name.SequenceEqual("v"u8);
            var isSequence = name.SequenceEqual("seq"u8);
            var isTime = name.SequenceEqual("time"u8);
            var isSalt = name.SequenceEqual("salt"u8);
            var isKind = name.SequenceEqual("kind"u8);
            var isCall = name.SequenceEqual("call"u8);
            reader.Read();
            if (isVersion && reader.TokenType == JsonTokenType.Number)
            {
                _ = reader.TryGetInt64(out version);
            }
            else if (isSequence && reader.TokenType == JsonTokenType.Number)
            {
                asked = reader.TryGetInt64(out sequence) ? null : Encoding.ASCII.GetString(reader.ValueSpan);
            }
            else if (reader.TokenType == JsonTokenType.String && (isTime || isSalt || isKind || isCall))
            {
                time |= isTime;
                salt = isSalt ? reader.ValueSpan.Length : salt;
                kind = isKind ? reader.ValueTextEquals(row.Kind) : kind;
                call = isCall ? reader.ValueTextEquals(row.Call) : call;
            }
            else
            {
                reader.Skip();
            }
        }

        if (!(version == 1 || (version == 2 && salt == 2 * EntrySeal.SaltLength)) || !time || (sequence < 0 && asked is null))
        {
            return Lacks(row);
        }

        if (sequence != row.Sequence)
        {
            return $"Entry {row.Sequence} was moved there: by its own bytes it is entry {asked ?? sequence.ToString(CultureInfo.InvariantCulture)}.";
        }

        return kind && call ? null : $"Entry {row.Sequence} is filed as something else than its bytes say.";
    }

    private static string Lacks(in EntryRow row) => $"Entry {row.Sequence} was rewritten: it lacks what every entry has.";
}
