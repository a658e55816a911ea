using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Harombe.Policy.Rules.Trials;

namespace Harombe.Host.Commands.Policy;

/// <summary>Opens what the policy verbs need: the policy of the configuration or of a folder that was named, and files that describe calls.</summary>
internal static class PolicyFiles
{
    /// <summary>The policy, its faults said on the way; or the stop that they are.</summary>
    public static Answer<PolicyTrial> Open(Invocation run, string? folder) => Open(run, folder, out _);

    /// <inheritdoc cref="Open(Invocation, string?)"/>
    public static Answer<PolicyTrial> Open(Invocation run, string? folder, out ImmutableArray<TrialFault> faults)
    {
        faults = [];
        if (run.Configure().Failed(out var stop, out var loaded))
        {
            return stop;
        }

        var policy = loaded.Configuration.Policy;
        (var trial, faults) = PolicyTrial.Read(folder ?? policy.Folder, policy.Profile, TimeProvider.System, folder is null ? policy.File : null);
        foreach (var fault in faults)
        {
            run.Say($"{fault.File}:{fault.Line}: {(fault.Warning ? "warning: " : "")}{fault.What}. {fault.Remedy}.");
        }

        return trial is null
            ? new Stop(ExitCode.Misconfigured, "policy.file", $"The policy has {faults.Count(fault => !fault.Warning)} faults.", "Correct the lines above; a running host keeps its last good policy meanwhile.")
            : trial;
    }

    /// <summary>What a JSON file says.</summary>
    public static Answer<T> Read<T>(string file, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> form)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), form) is { } read
                ? read : new Stop(ExitCode.Failed, "policy.call", $"{file} holds nothing.", "Describe a call: {\"tool\": …, \"arguments\": {…}}.");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return new Stop(ExitCode.Failed, "policy.call", $"{file} can't be read: {e.Message}", "Describe a call: {\"tool\": …, \"arguments\": {…}, \"prompt\": …}.");
        }
    }
}

/// <summary>One case of a policy test.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Call">The call.</param>
/// <param name="Expect"><c>deny</c>, <c>ask</c> or <c>allow</c>.</param>
/// <param name="Rule">The rule that is to decide, where that matters.</param>
internal sealed record PolicyCase(string Name, TrialCall Call, string Expect, string? Rule = null);

/// <summary>How a case came out.</summary>
internal sealed record CaseResult(string Name, bool Holds, string Expect, string Verdict, string Rule, string Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TrialCall))]
[JsonSerializable(typeof(TrialVerdict))]
[JsonSerializable(typeof(PolicyCase[]))]
[JsonSerializable(typeof(CheckedPolicy))]
[JsonSerializable(typeof(IReadOnlyList<CaseResult>))]
internal sealed partial class PolicyJson : JsonSerializerContext;
