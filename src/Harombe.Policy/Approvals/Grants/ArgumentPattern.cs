using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;

namespace Harombe.Policy.Approvals.Grants;

/// <summary>
/// What the arguments of a call must be, one by one: <c>{"path":{"within":"notes"},"content":{"any":true}}</c>. An argument that it doesn't name fits nothing, so
/// that what a tool learns to take later is not covered. Immutable; matching is linear in the arguments.
/// </summary>
internal sealed class ArgumentPattern
{
    private const int MaxArguments = 64;

    private ArgumentPattern(ImmutableArray<ArgumentCondition> conditions) => Conditions = conditions;

    /// <summary>Sorted by name.</summary>
    public ImmutableArray<ArgumentCondition> Conditions { get; }

    /// <summary>The pattern that only these very arguments fit.</summary>
    public static JsonElement Exactly(JsonElement arguments)
    {
        var form = new JsonObject();
        foreach (var argument in arguments.EnumerateObject())
        {
            form[argument.Name] = new JsonObject { ["is"] = JsonNode.Parse(argument.Value.GetRawText()) };
        }

        return JsonElement.Parse(CanonicalJson.Write(form));
    }

    public static bool TryParse(JsonElement form, [NotNullWhen(true)] out ArgumentPattern? pattern, [NotNullWhen(false)] out string? fault)
    {
        (pattern, fault) = (null, null);
        if (form.ValueKind != JsonValueKind.Object || form.EnumerateObject().Count() > MaxArguments)
        {
            fault = $"It is not an object of at most {MaxArguments} arguments.";
            return false;
        }

        var conditions = ImmutableArray.CreateBuilder<ArgumentCondition>();
        foreach (var argument in form.EnumerateObject())
        {
            if (!ArgumentCondition.TryParse(argument.Name, argument.Value, out var condition, out fault))
            {
                return false;
            }

            conditions.Add(condition);
        }

        conditions.Sort((left, right) => string.CompareOrdinal(left.Argument, right.Argument));
        if (conditions.Zip(conditions.Skip(1)).Any(pair => pair.First.Argument == pair.Second.Argument))
        {
            fault = "It names an argument twice.";
            return false;
        }

        pattern = new ArgumentPattern(conditions.ToImmutable());
        return true;
    }

    public bool Fits(JsonElement arguments)
    {
        if (arguments.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (var condition in Conditions)
        {
            if (!condition.Fits(arguments.TryGetProperty(condition.Argument, out var value) ? value : null))
            {
                return false;
            }
        }

        return arguments.EnumerateObject().All(argument => Conditions.Any(condition => condition.Argument == argument.Name));
    }
}
