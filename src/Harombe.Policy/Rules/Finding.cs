using Harombe.Core.Decisions;

namespace Harombe.Policy.Rules;

/// <summary>What a rule that matched says of a call.</summary>
internal sealed record Finding(Verdict Verdict, string Message, string Remedy);
