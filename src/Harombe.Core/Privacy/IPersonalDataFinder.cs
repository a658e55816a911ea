namespace Harombe.Core.Privacy;

/// <summary>Finds what names or reaches a person in text. Thread-safe; linear in the length of the text.</summary>
public interface IPersonalDataFinder
{
    /// <summary>What was found, in order and without overlap; empty for text without any.</summary>
    IReadOnlyList<PersonalFinding> Find(string text);
}

/// <summary>Something of a person in a text.</summary>
/// <param name="Kind"><c>mail</c>, <c>phone</c>, <c>card</c>, <c>iban</c> or <c>ssn</c>.</param>
/// <param name="Start">Index of its first UTF-16 code unit.</param>
/// <param name="Length">Length in UTF-16 code units.</param>
public readonly record struct PersonalFinding(string Kind, int Start, int Length);
