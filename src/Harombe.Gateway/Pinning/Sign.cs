namespace Harombe.Gateway.Pinning;

/// <summary>How much a sign says. The zero value counts as the worst.</summary>
internal enum Weight
{
    /// <summary>Nobody writes this by accident: a server with such a sign is never accepted without a person, whoever vouches for it.</summary>
    Grave = 0,

    /// <summary>Worth a look.</summary>
    Odd = 1,
}

/// <summary>Something in a definition that speaks to the model, hides, or reaches for what isn't the server's.</summary>
/// <param name="Rule">Which sign, as a stable dotted name.</param>
/// <param name="Weight">How much it says.</param>
/// <param name="Where">In which definition: <c>tool echo</c>.</param>
/// <param name="What">What was seen, in a sentence.</param>
internal sealed record Sign(string Rule, Weight Weight, string Where, string What);
