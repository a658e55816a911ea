namespace Harombe.Policy.Provenance.Sources;

/// <summary>Who could have written a field, as far as its form tells.</summary>
internal enum FieldNature
{
    /// <summary>Running text: anybody may have written any part of it. The default.</summary>
    Text = 0,

    /// <summary>A short free text, such as a subject or a title: it tells which record it is, but vouches for no address in it.</summary>
    Short = 1,

    /// <summary>A value that fills its field: an id, a name, an address, an amount.</summary>
    Value = 2,

    /// <summary>What the user wrote.</summary>
    Prompt = 3,
}

/// <summary>One piece of what the session has seen: a prompt, or a field of a result.</summary>
/// <param name="Source">What it is a piece of.</param>
/// <param name="Record">The record that it stands in.</param>
/// <param name="Key">Its key, empty where it has none.</param>
/// <param name="Nature">Who could have written it.</param>
/// <param name="Value">Its text, as it came.</param>
internal sealed record Field(Source Source, Record Record, string Key, FieldNature Nature, string Value);
