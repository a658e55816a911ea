namespace Harombe.Core.Schemas.Patterns;

/// <summary>The outcome of reading an ECMA-262 pattern.</summary>
internal abstract record EcmaTranslation
{
    private EcmaTranslation()
    {
    }

    public sealed record Translated(EcmaPattern Pattern) : EcmaTranslation;

    /// <param name="Reason">A verb phrase: what the pattern does that can't be matched in linear time, or where it stops being a pattern.</param>
    public sealed record Untranslatable(string Reason) : EcmaTranslation;
}
