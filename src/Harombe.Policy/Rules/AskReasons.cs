using System.Runtime.CompilerServices;
using Harombe.Core.Decisions;
using Harombe.Core.Tools;
using Harombe.Policy.Provenance.Flow;

namespace Harombe.Policy.Rules;

/// <summary>Puts into words why a call is put before a person: what the tool can do, and what following the data found. Pure.</summary>
internal static class AskReasons
{
    private const int Sentences = 3;

    // What is said of the tool is said of every call to it.
    private static readonly ConditionalWeakTable<ToolDefinition, string> Natures = [];

    public static Finding Of(ToolDefinition tool, FlowFinding? flow) => new(
        Verdict.Ask,
        flow switch
        {
            null or { Marked: false, Concerns: [] } => Nature(tool),
            { Marked: false, Concerns: [var one] } => string.Concat(Nature(tool), " ", one.Sentence),
            _ => Nature(tool) + Concerns(flow),
        },
        "An approver must say yes to this exact call: harombe approvals approve <id>, or the approvals page.");

    private static string Nature(ToolDefinition tool) => Natures.GetValue(tool, tool => tool.ReadOnly
        ? $"'{tool.Name}' ({tool.Origin}) only reads and its risk is {Word(tool.Risk)}."
        : $"'{tool.Name}' ({tool.Origin}) can change something and its risk is {Word(tool.Risk)}.");

    private static string Concerns(FlowFinding flow)
    {
        const string marked = " Something that was read in this session speaks to the model instead of to you.";
        var said = string.Concat(flow.Concerns.Take(Sentences).Select(concern => " " + concern.Sentence));
        return flow.Marked ? marked + said : said;
    }

    private static string Word(Risk declared) => declared switch
    {
        Risk.Low => "low",
        Risk.Medium => "medium",
        Risk.High => "high",
        Risk.Critical => "critical",
        _ => "not declared",
    };
}
