namespace Harombe.Secrets.Scanning.Formats;

/// <summary>Tokens that Harombe gives out. Of these no example is let through: they open this very host.</summary>
internal static class OwnTokens
{
    public static IReadOnlyList<ISecretFormat> All { get; } = [new OwnToken()];

    private sealed class OwnToken : ISecretFormat
    {
        private const int ShortestBody = 20;

        public string Kind => "Harombe token";

        public IReadOnlyList<Anchor> Anchors { get; } = Anchor.Exact("hrb_");

        public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
        {
            var kind = Alphabets.Run(text, at + anchorLength, Alphabets.Letters, 4);
            var body = at + anchorLength + kind + 1;
            if (kind is < 1 or > 3 || body > text.Length || text[body - 1] != '_')
            {
                return;
            }

            var length = Alphabets.Run(text, body, Alphabets.LowerAndDigits, 1024);
            if (length >= ShortestBody)
            {
                sink.Add(Kind, at, body + length - at);
            }
        }
    }
}
