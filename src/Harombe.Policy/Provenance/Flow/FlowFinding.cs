using System.Collections.Immutable;

namespace Harombe.Policy.Provenance.Flow;

/// <summary>Why a value, or the call as a whole, needs a person.</summary>
/// <param name="Rule">Stable name of the rule of flow.</param>
/// <param name="Path">The argument, empty where it is about the call.</param>
/// <param name="Origin">Where the value was traced to.</param>
/// <param name="Sentence">One sentence for the approver and the model; quotes no value.</param>
internal sealed record FlowConcern(string Rule, string Path, Origin Origin, string Sentence);

/// <summary>What following the data says of a call.</summary>
/// <param name="Vouched">Whether the user's own words ask for the effect and for every value that decides where it lands.</param>
/// <param name="Concerns">What speaks against it; empty when vouched.</param>
/// <param name="Marked">Whether something that the session read carries instructions aimed at the model.</param>
internal sealed record FlowFinding(bool Vouched, ImmutableArray<FlowConcern> Concerns, bool Marked);
