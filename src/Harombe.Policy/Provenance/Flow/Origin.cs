namespace Harombe.Policy.Provenance.Flow;

/// <summary>Where a value was traced to, from the least to the most trusted.</summary>
internal enum Origin
{
    /// <summary>Nowhere: the model made it up, or hides where it has it from. Trusted like <see cref="Outside"/>.</summary>
    Nowhere = 0,

    /// <summary>Running text that an outsider may have written.</summary>
    Outside = 1,

    /// <summary>A field of the user's own stores.</summary>
    Own = 2,

    /// <summary>What the user wrote.</summary>
    Prompt = 3,
}
