namespace Harombe.Core.Schemas.Compilation;

/// <summary>Where a keyword's value holds subschemas.</summary>
internal enum SubschemaShape
{
    /// <summary>The value holds none: it is a plain value or an annotation.</summary>
    None,

    /// <summary>The value is a schema.</summary>
    One,

    /// <summary>The value is an array of schemas.</summary>
    Many,

    /// <summary>The value is an object whose members are schemas.</summary>
    Map,
}
