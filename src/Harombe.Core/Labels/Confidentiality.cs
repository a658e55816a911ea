namespace Harombe.Core.Labels;

/// <summary>Who may learn a value. Ordered: the smaller the value, the fewer may.</summary>
public enum Confidentiality
{
    /// <summary>A credential. Never shown to a model, a log or a sandbox. The default of anything unlabelled.</summary>
    Secret = 0,

    /// <summary>The user's own data; must not leave by itself.</summary>
    Private = 1,

    /// <summary>Anybody may know it.</summary>
    Public = 2,
}
