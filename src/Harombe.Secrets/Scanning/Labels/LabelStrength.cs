namespace Harombe.Secrets.Scanning.Labels;

/// <summary>How much a label says about its value.</summary>
internal enum LabelStrength
{
    /// <summary>That it is no secret, whatever it looks like.</summary>
    None,

    /// <summary>That it names an account or an application of a provider: ACME_CLIENT_ID.</summary>
    Identifier,

    /// <summary>That it may be one: key, auth.</summary>
    Weak,

    /// <summary>That it is one, made by a machine: token, API key.</summary>
    Strong,

    /// <summary>That it is one, made by a person.</summary>
    Password,
}
