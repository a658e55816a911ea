using System.Security.Cryptography;
using System.Text;
using Harombe.Core.Secrets;

namespace Harombe.Policy;

/// <summary>Where an approver is told of questions.</summary>
/// <param name="Approver">The principal; a link that is sent there answers as this one.</param>
/// <param name="Url">The address; null where it is a secret itself.</param>
/// <param name="Address">The secret that holds the address.</param>
/// <param name="Form">How it is worded.</param>
/// <param name="Key">The secret that signs what is sent.</param>
public sealed record ApproverChannel(string Approver, Uri? Url, SecretName? Address, ChannelForm Form, SecretName Key)
{
    /// <summary>Tells it from the others, also after a restart; its address can't be read from it.</summary>
    internal string Id { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Approver}\n{Form}\n{Url?.AbsoluteUri}\n{Address?.Value}")))[..32];
}

/// <summary>What a receiver understands.</summary>
public enum ChannelForm
{
    /// <summary>JSON, for programs of one's own.</summary>
    Generic = 0,

    /// <summary>An incoming webhook of Slack's, or of what speaks like it.</summary>
    Slack = 1,

    /// <summary>A topic of ntfy.</summary>
    Ntfy = 2,
}
