using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Core.Plugins;
using Harombe.Core.Tools;
using Microsoft.SemanticKernel;

namespace Harombe.Agent.PluginLoading;

/// <summary>One function of a plugin as a tool: its schema and its body. Thread-safe as far as the plugin is.</summary>
internal sealed class PluginFunction
{
    private readonly KernelFunction function;
    private readonly JsonSerializerOptions json;
    private readonly Dictionary<string, ToolParameter> parameters;

    public PluginFunction(MethodInfo method, object target, JsonSerializerOptions json)
    {
        this.json = json;
        if (method.GetParameters().GroupBy(parameter => parameter.Name, StringComparer.OrdinalIgnoreCase).Any(group => group.Count() > 1))
        {
            // Semantic Kernel's arguments ignore case: the two would be one.
            throw new BrokenPluginException("plugin.function", $"Two parameters of {method.Name} differ in case only.", "Rename one.");
        }

        function = KernelFunctionFactory.CreateFromMethod(method, json, method.IsStatic ? null : target);
        var declared = method.GetParameters().ToDictionary(parameter => parameter.Name ?? "", StringComparer.Ordinal);
        parameters = function.Metadata.Parameters.ToDictionary(
            parameter => parameter.Name, parameter => new ToolParameter(parameter, declared[parameter.Name], json), StringComparer.Ordinal);
    }

    /// <summary>The name in the catalogue's case, without the plugin's.</summary>
    public string Name => function.Name.ToLowerInvariant();

    public string Description => function.Description;

    /// <summary>One object schema, closed: an argument that the function doesn't have is an error.</summary>
    public JsonElement Schema()
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(parameters.Values.Select(parameter => KeyValuePair.Create(parameter.Name, (JsonNode?)parameter.Schema()))),
            ["required"] = new JsonArray([.. parameters.Values.Where(parameter => parameter.Required).Select(parameter => (JsonNode)parameter.Name)]),
            ["additionalProperties"] = false,
        };
        using var document = JsonDocument.Parse(schema.ToJsonString());
        return document.RootElement.Clone();
    }

    /// <summary>The body for the catalogue.</summary>
    public ToolBody Body(Label label) => async (invocation, cancellationToken) =>
    {
        var arguments = Bind(invocation.Call.Arguments.Value);
        CallCredentials.Enter(invocation.Lease);
        var result = await function.InvokeAsync(invocation.CreateKernel(), arguments, cancellationToken);
        return AnswerContent.Of(result.GetValue<object>(), label, json);
    };

    // Bound here and not by Semantic Kernel, which takes any case, turns texts into numbers, and drops what it doesn't know.
    private KernelArguments Bind(JsonElement arguments)
    {
        var bound = new KernelArguments();
        foreach (var argument in arguments.EnumerateObject())
        {
            bound[argument.Name] = parameters.TryGetValue(argument.Name, out var parameter)
                ? parameter.Bind(argument.Value)
                : throw Refused($"'{argument.Name}' is not an argument of this tool", "Use the names of the tool's schema, in exactly their case.");
        }

        var missing = parameters.Values.FirstOrDefault(parameter => parameter.Required && !bound.ContainsName(parameter.Name));
        return missing is null ? bound : throw Refused($"The argument '{missing.Name}' is missing", "Send it.");
    }

    private static ToolRefusedException Refused(string message, string remedy) => new(new Reason("plugin.arguments", message + ".", remedy));
}
