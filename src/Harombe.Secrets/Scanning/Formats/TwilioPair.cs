using System.Buffers;
using Harombe.Secrets.Scanning.Randomness;

namespace Harombe.Secrets.Scanning.Formats;

/// <summary>The auth token that stands behind an account id in a call or a pair: <c>Client("AC…", "…")</c>. Twilio: "Auth Tokens". The id itself is none.</summary>
internal sealed class TwilioPair : IRunFormat
{
    private const int IdLength = 34;
    private const int TokenLength = 32;
    private const int MostBetween = 6;

    private static readonly SearchValues<char> Between = SearchValues.Create("\"'`,: \t");

    public void Check(ReadOnlySpan<char> text, int at, int length, ref FindingSink sink)
    {
        if (length != IdLength || text[at] != 'A' || text[at + 1] != 'C' || text.Slice(at + 2, IdLength - 2).ContainsAnyExcept(Alphabets.AnyHex))
        {
            return;
        }

        var start = at + IdLength;
        start += Alphabets.Run(text, start, Between, MostBetween);
        if (Alphabets.Run(text, start, Alphabets.AnyHex, TokenLength + 1) == TokenLength && MachineValue.Is(text.Slice(start, TokenLength), TokenLength))
        {
            sink.Add("Twilio auth token", start, TokenLength);
        }
    }
}
