namespace Harombe.Policy.Provenance.Tools;

/// <summary>What an argument is for. Decides where its value may come from.</summary>
internal enum ParameterRole
{
    /// <summary>What is said or stored; it must not carry addresses of its own.</summary>
    Content = 0,

    /// <summary>Who or where it goes to: an address, an account, a person, a channel, a URL.</summary>
    Destination,

    /// <summary>Which thing it happens to: an id, a path, a name.</summary>
    Identity,

    /// <summary>What a new thing is to be called.</summary>
    NewName,

    /// <summary>How the user proves who they are.</summary>
    Credential,

    /// <summary>A command or code.</summary>
    Code,

    /// <summary>How much.</summary>
    Amount,

    /// <summary>When.</summary>
    Time,

    /// <summary>A choice among a few, or yes and no.</summary>
    Choice,
}
