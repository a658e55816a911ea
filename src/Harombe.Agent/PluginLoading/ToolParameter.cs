using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.PluginLoading;

/// <summary>One parameter of a plugin's function: its part of the schema, and how its argument becomes a value.</summary>
internal sealed class ToolParameter
{
    private static readonly AIJsonSchemaCreateOptions Inference = new()
    {
        TransformOptions = new AIJsonSchemaTransformOptions { DisallowAdditionalProperties = false, ConvertBooleanSchemas = true },
    };

    private readonly JsonSerializerOptions json;
    private readonly Type type;
    private readonly string? description;
    private readonly bool takesNull;

    public ToolParameter(ParameterInfo parameter, JsonSerializerOptions json)
    {
        this.json = json;
        type = parameter.ParameterType;
        Name = parameter.Name ?? "";
        Required = !parameter.HasDefaultValue;
        description = parameter.GetCustomAttribute<DescriptionAttribute>()?.Description;
        // Reflection gives the default of an enum as its number, and of a struct as null.
        Usual = Required ? null
            : parameter.DefaultValue is null ? (type.IsValueType && Nullable.GetUnderlyingType(type) is null ? RuntimeHelpers.GetUninitializedObject(type) : null)
            : (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } named ? Enum.ToObject(named, parameter.DefaultValue) : parameter.DefaultValue;
        takesNull = new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;
    }

    public string Name { get; }

    public bool Required { get; }

    /// <summary>What an argument that wasn't sent is.</summary>
    public object? Usual { get; }

    /// <summary>The parameter's schema, ready to stand below <c>properties</c>.</summary>
    public JsonNode Schema()
    {
        var schema = JsonNode.Parse(AIJsonUtilities.CreateJsonSchema(
            type, description, Usual is not null, Usual, json, Inference).GetRawText());
        var member = schema as JsonObject ?? [];
        if (takesNull && member["type"] is JsonValue single && single.GetValue<string>() != "null")
        {
            member["type"] = new JsonArray(single.GetValue<string>(), "null");
            (member["enum"] as JsonArray)?.Add((JsonNode?)null);
        }

        member.Remove("$schema");
        Rebase(member, $"#/properties/{Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}");
        return member;
    }

    /// <summary>The value of the argument; null when it fits, otherwise why it doesn't.</summary>
    public Reason? Bind(JsonElement argument, out object? value)
    {
        value = null;
        if (argument.ValueKind == JsonValueKind.Null)
        {
            return takesNull ? null : Unfit("null");
        }

        try
        {
            value = argument.Deserialize(type, json);
            return null;
        }
        catch (JsonException e)
        {
            return Unfit(e.Path is { Length: > 1 } path ? $"what stands at {path}" : $"a JSON {argument.ValueKind.ToString().ToLowerInvariant()} of this form");
        }
    }

    private Reason Unfit(string what) => new(
        "plugin.arguments", $"The argument '{Name}' can't be {what}.", "Send what the tool's schema asks for, with names in exactly its case.");

    // A recursive type refers to itself from the root of its own schema, which stands deeper now.
    private static void Rebase(JsonNode? node, string root)
    {
        switch (node)
        {
            case JsonObject members:
                if (members["$ref"] is JsonValue reference && reference.TryGetValue<string>(out var target) && target.StartsWith('#'))
                {
                    members["$ref"] = root + target[1..];
                }

                foreach (var (_, value) in members)
                {
                    Rebase(value, root);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Rebase(item, root);
                }

                break;
        }
    }
}
