using System.Globalization;
using Harombe.Audit.Checkpoints;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Verification;

/// <summary>
/// Who signed the record, and up to where. Keys follow one another: one that is trusted announces the next in the record, and signs the announcement.
/// </summary>
internal sealed class SignatureTrail
{
    // The host signs every second. A longer stretch without a signature was either never signed, for reasons that its log gives, or lost its checkpoints.
    private static readonly TimeSpan LongestUnsigned = TimeSpan.FromMinutes(1);

    private readonly List<(SignedNote Note, Checkpoint Checkpoint)> own = [];
    private readonly List<(SignedNote Note, Checkpoint Checkpoint, string Name)> anchors = [];
    private readonly List<(long Sequence, VerifierKey Key)> announced = [];
    private readonly List<long> openings = [];
    private readonly VerificationRequest request;

    public SignatureTrail(SqliteConnection connection, VerificationRequest request, KnownHeads heads)
    {
        this.request = request;
        if (request.Expected is { } expected)
        {
            heads.Add(expected, "the expected head");
        }

        foreach (var (number, size, note) in StoredCheckpoints.All(connection))
        {
            if (note is null || !Checkpoint.TryParse(note.Text, out var checkpoint) || checkpoint.Head.Size != size)
            {
                Fault ??= new AuditVerdict.Tampered(null, $"Checkpoint {number} was edited: it is no checkpoint of {size} entries.");
                continue;
            }

            own.Add((note, checkpoint));
            heads.Add(checkpoint.Head, $"the checkpoint of size {size}");
        }

        foreach (var (name, text) in request.Anchors)
        {
            if (AnchorNotes.Read(text) is not { } notes)
            {
                Fault ??= new AuditVerdict.Tampered(null, $"The anchor {name} was edited: it holds something that is no signed checkpoint.");
                continue;
            }

            foreach (var (note, checkpoint) in notes)
            {
                anchors.Add((note, checkpoint, name));
                heads.Add(checkpoint.Head, $"the anchor {name}");
            }
        }

        heads.Sort();
    }

    /// <summary>What was wrong before the walk began.</summary>
    public AuditVerdict.Tampered? Fault { get; }

    /// <summary>Up to where a trusted key signed.</summary>
    public long Signed { get; private set; }

    /// <summary>The key that signed last.</summary>
    public VerifierKey? SignedBy { get; private set; }

    /// <summary>Up to where something from outside agrees, and what.</summary>
    public (long Size, string? By) Anchored { get; private set; }

    /// <summary>A key was announced by the entry of this number.</summary>
    public void Announce(long sequence, ReadOnlySpan<byte> body)
    {
        if (VerifierKey.TryParse(EntryCheck.Text(body, "key"u8), out var key))
        {
            announced.Add((sequence, key));
        }
    }

    /// <summary>
    /// The entry of this number was written when the file was opened again, by another than wrote before it: what was not yet signed then stays so until
    /// a host signs it, however long after. A restored backup is such a record.
    /// </summary>
    public void Opened(long sequence) => openings.Add(sequence);

    /// <summary>Checks the signatures; <paramref name="timeOf"/> gives the time of an entry.</summary>
    public AuditVerdict.Tampered? End(long size, Func<long, string?> timeOf)
    {
        if (request.Expected is { } expected)
        {
            Anchored = (expected.Size, "the expected head");
        }

        var trusted = new List<VerifierKey>();
        if ((request.Key ?? announced.FirstOrDefault().Key) is not { } first)
        {
            return null;
        }

        trusted.Add(first);
        foreach (var (note, checkpoint) in own)
        {
            var by = trusted.FindLast(note.IsSignedBy);
            if (by is null || checkpoint.Origin != first.Name)
            {
                // Before the key that was given took over, others may have signed; it must be its own from then on.
                if (Signed > 0 || checkpoint.Origin != first.Name || !announced.Exists(one => note.IsSignedBy(one.Key)))
                {
                    return new AuditVerdict.Tampered(
                        null, $"The checkpoint of size {checkpoint.Head.Size} was edited, or is signed by somebody else: it is not signed by {trusted[^1]}.");
                }

                continue;
            }

            (Signed, SignedBy) = (Math.Max(Signed, checkpoint.Head.Size), by);
            trusted.AddRange(announced.Where(one => one.Sequence < checkpoint.Head.Size && !trusted.Exists(known => known.ToString() == one.Key.ToString())).Select(one => one.Key));
        }

        return Unsigned(first, size, timeOf) ?? Outside(trusted);
    }

    private AuditVerdict.Tampered? Unsigned(VerifierKey key, long size, Func<long, string?> timeOf)
    {
        if (request.Key is not null && Signed == 0)
        {
            return new AuditVerdict.Tampered(null, $"Nothing is signed by {key}: the record was rewritten by somebody without the key, or the key is another log's.");
        }

        var first = Signed;
        foreach (var next in openings.Where(opening => opening > Signed).Append(size))
        {
            if (Signed > 0 && first < next && Time(timeOf(next - 1)) - Time(timeOf(first)) > LongestUnsigned)
            {
                return new AuditVerdict.Tampered(
                    first, $"The entries from {first} on are not signed, and they span more than a minute: their checkpoints were deleted, or the host could not sign, which its log would say.");
            }

            first = next;
        }

        return null;
    }

    private AuditVerdict.Tampered? Outside(List<VerifierKey> trusted)
    {
        foreach (var (note, checkpoint, name) in anchors)
        {
            if (!trusted.Exists(note.IsSignedBy))
            {
                return new AuditVerdict.Tampered(null, $"The anchor {name} has a checkpoint of size {checkpoint.Head.Size} that none of our keys signed: it was edited, or belongs to another log.");
            }

            Anchored = checkpoint.Head.Size > Anchored.Size ? (checkpoint.Head.Size, $"the anchor {name}") : Anchored;
        }

        foreach (var witness in request.Witnesses)
        {
            foreach (var (note, checkpoint) in own)
            {
                if (checkpoint.Head.Size > Anchored.Size && Cosignature.TimeOf(note, witness) is { } time)
                {
                    Anchored = (checkpoint.Head.Size, $"the witness {witness.Name}, {Entries.AuditTime.Format(time)}");
                }
            }
        }

        return null;
    }

    private static DateTimeOffset Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : DateTimeOffset.UnixEpoch;
}
