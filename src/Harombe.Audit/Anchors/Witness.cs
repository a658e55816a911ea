using System.Globalization;
using System.Net;
using System.Text;
using Harombe.Audit.Checkpoints;
using Harombe.Audit.Entries;
using Harombe.Audit.Merkle;

namespace Harombe.Audit.Anchors;

/// <summary>
/// A witness that cosigns checkpoints after it has checked that each grew out of the one before: C2SP tlog-witness, <c>add-checkpoint</c>.
/// </summary>
internal sealed class Witness(VerifierKey key, Uri prefix, IHttpClientFactory http)
{
    private long known;

    /// <summary>A witness as the configuration writes it, <c>key url</c>; null when it is not that.</summary>
    public static (VerifierKey Key, Uri Prefix)? Parse(string written) =>
        written.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var text, var url] && VerifierKey.TryParse(text, out var key)
        && key.Type == VerifierKey.Cosigning && Uri.TryCreate(url, UriKind.Absolute, out var prefix) && prefix.Scheme is "http" or "https"
            ? (key, prefix)
            : null;

    public VerifierKey Key => key;

    /// <summary>The witness's signature lines that count.</summary>
    /// <exception cref="IOException">The witness refuses, or its answer is no cosignature of its key.</exception>
    public async Task<IReadOnlyList<NoteSignature>> CosignAsync(SqliteAuditLog log, SignedNote note, TreeHead head, CancellationToken cancellationToken)
    {
        // Twice: a witness that knows another size says which, and is asked again from there.
        for (var attempt = 0; ; attempt++)
        {
            var body = await BodyAsync(log, note, head, cancellationToken).ConfigureAwait(false);
            using var client = http.CreateClient(AuditServices.Outside);
            using var answer = await client.PostAsync(new Uri(prefix.ToString().TrimEnd('/') + "/add-checkpoint"), new StringContent(body), cancellationToken).ConfigureAwait(false);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            if (answer.StatusCode == HttpStatusCode.Conflict && attempt == 0
                && long.TryParse(text.TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size <= head.Size && size != known)
            {
                known = size;
                continue;
            }

            if (answer.StatusCode != HttpStatusCode.OK)
            {
                throw new IOException($"The witness {key.Name} answered {(int)answer.StatusCode}{(answer.StatusCode == HttpStatusCode.Conflict ? ": it has seen another record of this name" : "")}.");
            }

            var cosigned = note with { Signatures = [.. Lines(text)] };
            if (Cosignature.TimeOf(cosigned, key) is null)
            {
                throw new IOException($"The answer of the witness {key.Name} has no cosignature by its key.");
            }

            known = head.Size;
            return [.. cosigned.Signatures.Where(signature => signature.Name == key.Name && signature.Id == key.Id)];
        }
    }

    private async Task<string> BodyAsync(SqliteAuditLog log, SignedNote note, TreeHead head, CancellationToken cancellationToken)
    {
        var old = known;
        var proof = await log.BesideAsync(
            connection =>
            {
                using var tree = new StoredTree(connection);
                return TreeProof.Consistency(tree.Hash, old, head.Size);
            },
            cancellationToken).ConfigureAwait(false);
        var body = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"old {old}\n"));
        foreach (var hash in proof)
        {
            body.Append(Convert.ToBase64String(hash)).Append('\n');
        }

        return body.Append('\n').Append(note).ToString();
    }

    private static IEnumerable<NoteSignature> Lines(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (NoteSignature.TryParse(line, out var signature))
            {
                yield return signature;
            }
        }
    }
}
