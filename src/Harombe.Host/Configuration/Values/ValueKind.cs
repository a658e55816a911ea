namespace Harombe.Host.Configuration.Values;

/// <summary>A type that a configuration value can have: how its text is read, what it promises, how it is shown. Immutable.</summary>
internal abstract class ValueKind
{
    /// <summary>The type's name in the documentation.</summary>
    public abstract string Name { get; }

    /// <summary>What values are allowed, for the documentation; empty when the name says it all.</summary>
    public virtual string Range => "";

    /// <summary>Reads a text that is not empty. Never throws.</summary>
    public abstract Reading Read(Written written);

    /// <summary>The inverse of <see cref="Read"/>: a text that reads as the same value.</summary>
    public abstract string Show(object value);
}
