using System.Diagnostics;
using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Tools;
using Microsoft.SemanticKernel;

namespace Harombe.Core.Guard;

/// <summary>
/// Makes the kernel function that stands for a tool. The check is in the function's own body: a second kernel, a cleared filter list, a cast to
/// AIFunction or a call from a sibling reaches this body without a permit, and it refuses.
/// </summary>
internal static class GuardedFunction
{
    public static readonly CallResult NoPermit = new CallResult.Refused(new Reason(
        "permit.missing",
        "This tool was called around the guard; its body did not run.",
        "Call tools through the guarded kernel: chat, /mcp, or the host's API."));

    public static KernelFunction Create(ToolDefinition definition, ToolBody body, Func<CatalogSnapshot> catalog)
    {
        var name = KernelName.Of(definition.Name);
        return KernelFunctionFactory.CreateFromMethod(
            async (Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken) =>
                (object)await EnterAsync(definition, body, catalog, kernel, arguments, cancellationToken).ConfigureAwait(false),
            new KernelFunctionFromMethodOptions
            {
                FunctionName = name.Function,
                Description = definition.Description,
                Parameters = Parameters(definition.InputSchema),
            });
    }

    private static async ValueTask<CallResult> EnterAsync(
        ToolDefinition definition,
        ToolBody body,
        Func<CatalogSnapshot> catalog,
        Kernel kernel,
        KernelArguments arguments,
        CancellationToken cancellationToken)
    {
        if (!GuardedCall.TryFind(kernel, out var call)
            || call.TakePermit() is not { } permit
            || !permit.TryRedeem(call.Checked.Id, definition.Fingerprint, KernelArgumentsForm.Hash(arguments)))
        {
            return NoPermit;
        }

        call.Ran = true;
        var began = Stopwatch.GetTimestamp();
        var invocation = new ToolInvocation(call.Checked, () => catalog().CreateUnguardedKernel(), call.Lease, call.Progress);
        call.Result = await RunAsync(body, invocation, cancellationToken).ConfigureAwait(false);
        call.InTool = Stopwatch.GetElapsedTime(began);
        return call.Result;
    }

    private static async ValueTask<CallResult> RunAsync(ToolBody body, ToolInvocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            return await body(invocation, cancellationToken).ConfigureAwait(false) switch
            {
                ToolOutcome.Done done => new CallResult.Completed(done.Content),
                ToolOutcome.Refused refused => new CallResult.Failed(refused.Reason),
                var unknown => throw new InvalidOperationException($"Unknown outcome {unknown?.GetType().Name ?? "null"} of a tool."),
            };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new CallResult.Failed(new Reason("tool.cancelled", "The call was cancelled while the tool ran.", "It may have had an effect; look before calling again."));
        }
        catch (Exception e)
        {
            // The edge of the tool. Its message is for the model, and goes through the scanner on its way back.
            return new CallResult.Failed(new Reason("tool.failed", $"{invocation.Call.Tool.Name} failed: {e.Message}", "It may have had an effect; look before calling again."));
        }
    }

    // What Semantic Kernel advertises. The full schema, which these can't express, is put back where the model is called.
    private static List<KernelParameterMetadata> Parameters(JsonElement schema)
    {
        var required = schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet(StringComparer.Ordinal)
            : [];
        var parameters = new List<KernelParameterMetadata>();
        if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            parameters.AddRange(properties.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Object).Select(property => new KernelParameterMetadata(property.Name)
            {
                IsRequired = required.Contains(property.Name),
                Schema = KernelJsonSchema.Parse(property.Value.GetRawText()),
            }));
        }

        return parameters;
    }
}
