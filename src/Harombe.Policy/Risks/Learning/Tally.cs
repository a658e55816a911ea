using System.Numerics;

namespace Harombe.Policy.Risks.Learning;

/// <summary>What became of the last calls of a kind, and what people answered to the last questions about them: 64 of each, the rest is forgotten. Not thread-safe.</summary>
internal sealed class Tally
{
    private const int Most = 64;

    private ulong failures;
    private ulong denials;

    public int Runs { get; private set; }

    public int Answers { get; private set; }

    public int Failed => BitOperations.PopCount(failures);

    public int Denied => BitOperations.PopCount(denials);

    public void Ran(bool failed) => (failures, Runs) = ((failures << 1) | (failed ? 1UL : 0), Math.Min(Runs + 1, Most));

    public void Answered(bool denied) => (denials, Answers) = ((denials << 1) | (denied ? 1UL : 0), Math.Min(Answers + 1, Most));
}
