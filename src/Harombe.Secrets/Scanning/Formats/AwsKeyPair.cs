namespace Harombe.Secrets.Scanning.Formats;

/// <summary>
/// Amazon's access key id and, close behind it, the secret that belongs to it. The secret alone has no prefix: beside its id it is
/// known by its length, elsewhere by its label.
/// </summary>
internal sealed class AwsKeyPair : ISecretFormat
{
    private const int IdLength = 16;
    private const int SecretLength = 40;
    private const int Reach = 300;

    public string Kind => "AWS access key";

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.Exact("AKIA", "ASIA", "ABIA", "ACCA");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var id = at + anchorLength;
        if (Alphabets.Run(text, id, Alphabets.Base62, IdLength + 1) != IdLength
            || Alphabets.Run(text, id, Alphabets.Base32, IdLength) != IdLength
            || !Boundary.Before(text, at)
            || Examples.Are(text.Slice(id, IdLength))
            || Entropy.Of(text.Slice(id, IdLength)) < 2.5)
        {
            return;
        }

        sink.Add(Kind, at, anchorLength + IdLength);
        Secret(text, id + IdLength, ref sink);
    }

    private static void Secret(ReadOnlySpan<char> text, int from, ref FindingSink sink)
    {
        var end = Math.Min(text.Length, from + Reach);
        for (var at = from; at < end; at++)
        {
            var length = Alphabets.Run(text, at, Alphabets.Base64, Reach);
            // A separator such as = is of the alphabet as well; a secret never begins with one.
            for (; length > 0 && text[at] == '='; length--)
            {
                at++;
            }

            if (length == SecretLength && Entropy.Of(text.Slice(at, length)) >= 4.0)
            {
                sink.Add("AWS secret access key", at, length);
                return;
            }

            at += length;
        }
    }
}
