using System.Globalization;

namespace Harombe.Policy.Risks.Learning;

/// <summary>Why the record makes a call a step riskier than its tool and words say.</summary>
/// <param name="Why"><c>denied</c> or <c>failed</c>, of calls of this kind; <c>tool-denied</c>, of the tool's at all.</param>
/// <param name="Times">How often.</param>
/// <param name="Of">Of how many.</param>
internal sealed record LearnedRisk(string Why, int Times, int Of)
{
    /// <summary>For the approver.</summary>
    public string Sentence => Why switch
    {
        "denied" => $"Its risk is a step higher since people said no to {Times} of the last {Of} calls of this kind.",
        "failed" => $"Its risk is a step higher since {Times} of the last {Of} calls of this kind failed.",
        _ => $"Its risk is a step higher since people said no to {Times} of the last {Of} calls of this tool.",
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Why} {Times} {Of}");

    public static LearnedRisk? Parse(string text) => text.Split(' ') is [var why, var times, var of]
        && int.TryParse(times, NumberStyles.None, CultureInfo.InvariantCulture, out var some) && int.TryParse(of, NumberStyles.None, CultureInfo.InvariantCulture, out var all)
            ? new LearnedRisk(why, some, all) : null;
}
