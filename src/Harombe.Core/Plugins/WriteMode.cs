namespace Harombe.Core.Plugins;

/// <summary>What a write does with a file that is there already.</summary>
public enum WriteMode
{
    /// <summary>Nobody has said: nothing is written.</summary>
    Unknown = 0,

    /// <summary>Refuses when the path is taken.</summary>
    Create = 1,

    /// <summary>Puts the new content in the place of the old, or creates the file.</summary>
    Replace = 2,
}
