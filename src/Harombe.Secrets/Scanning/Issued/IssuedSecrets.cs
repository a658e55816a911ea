using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning.Decoding;

namespace Harombe.Secrets.Scanning.Issued;

/// <summary>
/// Recognises every secret that this process has read or stored, in any of its usual encodings, without keeping any of them: only
/// fingerprints under a key that dies with the process. A replaced or removed secret stays known until then, since it may still be
/// valid where it came from. Thread-safe; a scan waits only right after a value was added.
/// </summary>
internal sealed class IssuedSecrets
{
    /// <summary>Shorter values are ordinary words too often to be recognised by their text alone.</summary>
    public const int Shortest = FingerprintKey.HeadLength;

    private readonly FingerprintKey key = new();
    private readonly Lock adding = new();
    private readonly Dictionary<SecretName, Placeholder> placeholders = [];
    private readonly HashSet<(SecretName Name, UInt128 Mark)> known = [];
    private readonly List<Fingerprint> all = [];
    private readonly List<Fingerprint> squeezed = [];
    private volatile KnownSecrets? current;

    /// <summary>Makes a value known. Cheap when it already is.</summary>
    public void Add(SecretName name, ReadOnlySpan<byte> value)
    {
        if (value.Length < Shortest)
        {
            return;
        }

        lock (adding)
        {
            if (!known.Add((name, key.Mark(value))))
            {
                return;
            }

            var placeholder = PlaceholderOf(name);
            var marks = new HashSet<UInt128>();
            Disguises.Of(value, (form, inBase64) =>
            {
                if (form.Length >= Shortest && key.Mark(form) is var mark && marks.Add(mark))
                {
                    all.Add(new Fingerprint(key.Heads(form, FingerprintSet.LongestStride), form.Length, mark, inBase64, form.ContainsAny(" \t\r\n"), placeholder));
                }
            });
            Squeeze(value, placeholder);

            // Built by the next scan, so that loading a thousand secrets builds it once.
            current = null;
        }
    }

    /// <summary>The placeholder that stands for a secret in this process.</summary>
    public Placeholder PlaceholderOf(SecretName name)
    {
        lock (adding)
        {
            if (!placeholders.TryGetValue(name, out var placeholder))
            {
                placeholders.Add(name, placeholder = Placeholder.For(name));
            }

            return placeholder;
        }
    }

    /// <summary>What is known now, ready to scan with.</summary>
    public KnownSecrets Current => current ?? Build();

    private void Squeeze(ReadOnlySpan<byte> value, Placeholder placeholder)
    {
        using var text = PlainBuffer.Decode(value);
        if (text is null)
        {
            return;
        }

        using var plain = new PlainBuffer(text.Span.Length + 1);
        var form = plain.Space[..Squeezing.Undo(text.Span, plain.Space)];
        if (form.Length >= Squeezing.Shortest)
        {
            squeezed.Add(new Fingerprint(key.Heads(form, FingerprintSet.LongestStride), form.Length, key.Mark(form), InBase64: false, text.Span.ContainsAny(" \t\r\n"), placeholder));
        }
    }

    private KnownSecrets Build()
    {
        lock (adding)
        {
            return current ??= new KnownSecrets(new FingerprintSet(key, all), new FingerprintSet(key, squeezed));
        }
    }
}
