namespace Harombe.Policy;

/// <summary>How often one principal may call one tool.</summary>
/// <param name="Tools">The tools it is for, as a pattern; each is counted by itself.</param>
/// <param name="Calls">So many calls at once, and so many in every further span, evenly.</param>
/// <param name="Span">The span.</param>
public sealed record CallRate(string Tools, int Calls, TimeSpan Span);
