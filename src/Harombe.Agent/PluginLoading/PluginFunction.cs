using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Core.Plugins;
using Harombe.Core.Tools;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace Harombe.Agent.PluginLoading;

/// <summary>
/// One function of a plugin as a tool: its schema and its body. Thread-safe as far as the plugin is. The method is invoked here and not by Semantic
/// Kernel, whose factory keeps the types of parameters in static caches: a plugin whose types stand there is never unloaded.
/// </summary>
internal sealed class PluginFunction
{
    private const string AsyncSuffix = "Async";

    private readonly MethodInfo method;
    private readonly object? target;
    private readonly JsonSerializerOptions json;
    private readonly Func<object?, ValueTask<object?>> awaited;
    private readonly Dictionary<string, ToolParameter> parameters = new(StringComparer.Ordinal);

    public PluginFunction(MethodInfo method, object target, JsonSerializerOptions json)
    {
        this.method = method;
        this.target = method.IsStatic ? null : target;
        this.json = json;
        Name = NameOf(method).ToLowerInvariant();
        Description = method.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "";
        awaited = Awaiting.Of(method.ReturnType);
        if (method.IsGenericMethodDefinition || method.GetParameters().Any(parameter => parameter.ParameterType.IsByRef))
        {
            throw new BrokenPluginException("plugin.function", $"{method.Name} is generic or has a ref or out parameter.", "Take values and return one.");
        }

        foreach (var parameter in method.GetParameters().Where(parameter => !IsGiven(parameter.ParameterType)))
        {
            parameters.Add(parameter.Name ?? "", new ToolParameter(parameter, json));
        }

        if (parameters.Keys.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Any(group => group.Count() > 1))
        {
            // A model that mixes up the case would fill the wrong one.
            throw new BrokenPluginException("plugin.function", $"Two parameters of {method.Name} differ in case only.", "Rename one.");
        }
    }

    /// <summary>The name in the catalogue's case, without the plugin's.</summary>
    public string Name { get; }

    public string Description { get; }

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

    /// <summary>The schema of what the function's own type of result promises; null when it returns words, or says only at run time what it returns.</summary>
    public JsonElement? OutputSchema()
    {
        var type = Awaiting.ResultOf(method.ReturnType);
        return type == typeof(void) || type == typeof(string) || type == typeof(object) || typeof(ToolAnswer).IsAssignableFrom(type) || type == typeof(ToolContent) || type == typeof(Reason)
            ? null
            : AIJsonUtilities.CreateJsonSchema(type, serializerOptions: json);
    }

    /// <summary>The body for the catalogue.</summary>
    public ToolBody Body(Label label) => async (invocation, cancellationToken) =>
    {
        using var running = RunningCall.Enter(invocation);
        if (Bind(invocation, cancellationToken, out var arguments) is { } unfit)
        {
            return unfit;
        }

        try
        {
            return AnswerContent.Of(await awaited(method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null)), label, json);
        }
        catch (ToolRefusedException refused)
        {
            return refused.Reason;
        }
    };

    // Strictly: any other case of a name, a text for a number, or a name that nobody knows is an error and never a guess.
    private Reason? Bind(ToolInvocation invocation, CancellationToken cancellationToken, out object?[] values)
    {
        var given = invocation.Call.Arguments.Value;
        var taken = method.GetParameters();
        values = new object?[taken.Length];
        foreach (var argument in given.EnumerateObject().Where(argument => !parameters.ContainsKey(argument.Name)))
        {
            return Unfit($"'{argument.Name}' is not an argument of this tool.", "Use the names of the tool's schema, in exactly their case.");
        }

        for (var at = 0; at < taken.Length; at++)
        {
            if (IsGiven(taken[at].ParameterType))
            {
                values[at] = taken[at].ParameterType == typeof(Kernel) ? invocation.CreateKernel()
                    : taken[at].ParameterType == typeof(CancellationToken) ? cancellationToken
                    : invocation.Progress;
                continue;
            }

            var declared = parameters[taken[at].Name ?? ""];
            if (!given.TryGetProperty(declared.Name, out var value))
            {
                values[at] = declared.Usual;
                if (declared.Required)
                {
                    return Unfit($"The argument '{declared.Name}' is missing.", "Send it.");
                }
            }
            else if (declared.Bind(value, out values[at]) is { } misfit)
            {
                return misfit;
            }
        }

        return null;
    }

    private static bool IsGiven(Type type) => type == typeof(CancellationToken) || type == typeof(Kernel) || type == typeof(IProgress<ToolProgress>);

    private static string NameOf(MethodInfo method) => method.GetCustomAttribute<KernelFunctionAttribute>()?.Name
        ?? (method.Name.EndsWith(AsyncSuffix, StringComparison.Ordinal) && method.ReturnType.IsAsync() ? method.Name[..^AsyncSuffix.Length] : method.Name);

    private static Reason Unfit(string message, string remedy) => new("plugin.arguments", message, remedy);
}
