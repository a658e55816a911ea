using System.Text;
using System.Text.RegularExpressions;
using Harombe.Core.Schemas.Evaluation;

namespace Harombe.Core.Schemas.Patterns;

/// <summary>
/// An ECMA-262 pattern (with the <c>u</c> flag's meaning) that runs on .NET's automaton: linear in the text, whatever the pattern.
/// </summary>
internal sealed class EcmaPattern
{
    private const int CharactersPerStep = 64;

    private readonly Regex _regex;
    private readonly bool _asciiOnly;

    private EcmaPattern(string source, Regex regex, bool asciiOnly)
    {
        Source = source;
        _regex = regex;
        _asciiOnly = asciiOnly;
    }

    public string Source { get; }

    public static EcmaTranslation Translate(string source, SchemaLimits limits)
    {
        var reader = new PatternReader(source, limits.MaxPatternSize);
        if (!reader.TryRead(out var translated))
            return new EcmaTranslation.Untranslatable(reader.Reason ?? "is not a pattern");
        try
        {
            var regex = new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, limits.PatternTimeout);
            return new EcmaTranslation.Translated(new EcmaPattern(source, regex, reader.HasWordBoundary));
        }
        catch (Exception refused) when (refused is ArgumentException or NotSupportedException)
        {
            // The regex library says no only by throwing.
            return new EcmaTranslation.Untranslatable("can't be matched in linear time");
        }
    }

    public bool IsMatch(string text, ref Run run)
    {
        if (!run.Spend(1 + (text.Length / CharactersPerStep)))
            return false;
        if (_asciiOnly && !Ascii.IsValid(text))
        {
            // .NET's \b takes é for a letter, ECMAScript's doesn't, and the automaton has no look-around to say it otherwise.
            run.GiveUp($"holds text outside ASCII, on which the word boundary of the pattern {Source} can't be decided");
            return false;
        }

        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            run.GiveUp($"took too long to match against the pattern {Source}");
            return false;
        }
    }
}
