namespace Harombe.Host.Diagnosis;

/// <summary>One thing that a host needs, tried for real and left as it was found. One file each in <c>Steps</c>.</summary>
internal interface IStep
{
    /// <summary>The word for it.</summary>
    string Name { get; }

    /// <summary>Steps without which trying this one says nothing.</summary>
    IReadOnlyList<string> Needs { get; }

    /// <summary>Whether it is tried only while no host runs: a running one holds what it would try, and answers for it.</summary>
    bool OnlyAtRest { get; }

    /// <summary>Tries it. What it throws counts as a failure.</summary>
    Task<Finding> TryAsync(Patient patient, CancellationToken cancellationToken);
}
