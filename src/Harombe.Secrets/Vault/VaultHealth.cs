namespace Harombe.Secrets.Vault;

/// <summary>What a node of Vault is at the moment. The zero value serves nobody.</summary>
internal enum VaultNode
{
    /// <summary>It doesn't say, or says something that we don't know.</summary>
    Unknown = 0,

    /// <summary>200: initialised, unsealed, active.</summary>
    Active,

    /// <summary>429: unsealed, hands requests on to the active node.</summary>
    Standby,

    /// <summary>472: of a cluster that stands by for a disaster; serves nobody.</summary>
    DisasterSecondary,

    /// <summary>473: answers reads itself and hands on the rest.</summary>
    PerformanceStandby,

    /// <summary>474: a standby that can't reach the active node.</summary>
    Stranded,

    /// <summary>501: never initialised.</summary>
    Uninitialized,

    /// <summary>503: sealed.</summary>
    Sealed,

    /// <summary>530: was taken out of its cluster.</summary>
    Removed,
}

/// <summary>What <c>sys/health</c> says.</summary>
/// <param name="Node">What the node is.</param>
/// <param name="Version">Its version; empty when it doesn't say.</param>
/// <param name="Cluster">The cluster's name; empty when it doesn't say.</param>
internal sealed record VaultHealth(VaultNode Node, string Version, string Cluster)
{
    /// <summary>Whether it takes requests.</summary>
    public bool Serves => Node is VaultNode.Active or VaultNode.Standby or VaultNode.PerformanceStandby;

    /// <summary>The node of a status of <c>sys/health</c>.</summary>
    public static VaultNode NodeOf(int status) => status switch
    {
        200 => VaultNode.Active,
        429 => VaultNode.Standby,
        472 => VaultNode.DisasterSecondary,
        473 => VaultNode.PerformanceStandby,
        474 => VaultNode.Stranded,
        501 => VaultNode.Uninitialized,
        503 => VaultNode.Sealed,
        530 => VaultNode.Removed,
        _ => VaultNode.Unknown,
    };
}
