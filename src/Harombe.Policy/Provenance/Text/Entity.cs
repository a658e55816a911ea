namespace Harombe.Policy.Provenance.Text;

/// <summary>What kind of value it is that one can address something by.</summary>
internal enum EntityKind
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>A URL, or a host name with or without a path.</summary>
    Url,

    /// <summary>A bank account, card or other long number with digits in it.</summary>
    Account,

    /// <summary>A telephone number.</summary>
    Phone,
}

/// <summary>A value with a fixed form, brought into the one form by which two of them are compared.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Value">Canonical: lower case, no spaces, no scheme or trailing slash.</param>
internal readonly record struct Entity(EntityKind Kind, string Value)
{
    /// <summary>Of a URL: the host.</summary>
    public string Host => Value.IndexOfAny(['/', '?', '#']) is >= 0 and var end ? Value[..end] : Value;
}
