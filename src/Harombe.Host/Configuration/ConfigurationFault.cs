namespace Harombe.Host.Configuration;

/// <summary>What sort of mistake a fault is. The zero value is the one that says least.</summary>
internal enum FaultKind
{
    /// <summary>The file can't be read at all: missing, a folder, too large, not UTF-8.</summary>
    Unreadable,

    /// <summary>The text is not the plain subset of YAML that is accepted here.</summary>
    Syntax,

    /// <summary>No such key exists.</summary>
    UnknownKey,

    /// <summary>The key is known by name, but the capability behind it isn't built.</summary>
    NotYet,

    /// <summary>The same key is given twice in one source.</summary>
    Duplicate,

    /// <summary>The value has the wrong type or form.</summary>
    WrongType,

    /// <summary>The value has the right type and lies outside of what is allowed.</summary>
    OutOfRange,

    /// <summary>A secret stands where only its name may stand.</summary>
    Secret,

    /// <summary>Values that are right one by one contradict each other, or name something that isn't there.</summary>
    Conflict,
}

/// <summary>One mistake: where, which key, what is wrong, and what to do. Never contains a value that looks like a secret.</summary>
/// <param name="Kind">The sort of mistake.</param>
/// <param name="Origin">The file position, variable or option that holds it.</param>
/// <param name="Key">The dotted key; empty when the mistake is about the file as a whole.</param>
/// <param name="Reason">What is wrong, to be read after the key: <c>must be …</c>, <c>is not …</c>.</param>
/// <param name="Remedy">What to do, as an order.</param>
internal sealed record ConfigurationFault(FaultKind Kind, ConfigurationOrigin Origin, string Key, string Reason, string Remedy)
{
    /// <summary><c>place: key: what is wrong. remedy</c>, on one line.</summary>
    public override string ToString() =>
        Key.Length == 0 ? $"{Origin.Place}: {Reason}. {Remedy}" : $"{Origin.Place}: {Key}: {Reason}. {Remedy}";
}
