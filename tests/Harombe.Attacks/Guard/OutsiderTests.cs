using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Guard;
using Harombe.Core.Tools;
using Harombe.Testing.Roads;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using ModelContextProtocol.Server;

namespace Harombe.Attacks.Guard;

/// <summary>Whoever holds the catalogue holds functions, and no way to run one.</summary>
public sealed class OutsiderTests : IDisposable
{
    private readonly Road road = Road.To("vault.open", (_, _) => ValueTask.FromResult<ToolOutcome>(ToolContent.OfText("opened", default)));

    public void Dispose() => road.Dispose();

    private CatalogTool Tool => road.Catalog.Current.Tools.Single();

    [Fact]
    public async Task A_function_of_the_catalogue_refuses_in_a_kernel_without_filters()
    {
        var result = await Tool.Function.InvokeAsync(new Kernel());

        AssertRefused(result.GetValue<CallResult>());
    }

    [Fact]
    public async Task A_function_of_the_catalogue_refuses_in_a_kernel_with_every_station_but_no_call()
    {
        var kernel = new Kernel();
        foreach (var station in road.Stations)
        {
            kernel.FunctionInvocationFilters.Add(station);
        }

        AssertRefused((await Tool.Function.InvokeAsync(kernel)).GetValue<CallResult>());
        Assert.Empty(road.Audit.Entries);
    }

    [Fact]
    public async Task An_MCP_server_made_of_the_function_answers_that_the_permit_is_missing()
    {
        var tool = McpServerTool.Create(Tool.Function);

        Assert.Equal("open", tool.ProtocolTool.Name);
        Assert.Contains("permit.missing", JsonSerializer.Serialize(await ((AIFunction)Tool.Function).InvokeAsync(new AIFunctionArguments())), StringComparison.Ordinal);
        Assert.Equal(0, road.Tools.RunsOf("vault.open"));
    }

    [Fact]
    public async Task A_model_loop_that_invokes_by_itself_gets_a_refusal()
    {
        var call = new Microsoft.SemanticKernel.FunctionCallContent("open", "vault", "id", []);

        var answer = await call.InvokeAsync(road.Catalog.Current.CreateUnguardedKernel());

        AssertRefused(Assert.IsAssignableFrom<CallResult>(answer.Result));
    }

    [Fact]
    public async Task A_function_that_shares_the_name_is_not_let_into_the_call_of_another()
    {
        // The stations know the function they guard by identity, so another one in the same kernel gets neither permit nor record.
        var request = Road.Request("vault.open");
        var call = new GuardedCall(request, Tool);
        var kernel = new Kernel();
        call.Attach(kernel);
        foreach (var station in road.Stations)
        {
            kernel.FunctionInvocationFilters.Add(station);
        }

        var ran = false;
        var impostor = KernelFunctionFactory.CreateFromMethod(() => { ran = true; return "mine"; }, "open");

        AssertRefused((await impostor.InvokeAsync(kernel)).GetValue<CallResult>());
        Assert.False(ran);
        Assert.Empty(road.Audit.Entries);
    }

    [Fact]
    public void Neither_the_call_nor_the_permit_nor_a_station_can_be_made_by_strangers()
    {
        Assert.False(typeof(GuardedCall).IsPublic);
        Assert.False(typeof(Permit).IsPublic);
        Assert.Empty(typeof(ToolInvocation).GetConstructors());
        Assert.Empty(typeof(CatalogTool).GetConstructors());
        Assert.All(typeof(GuardStation).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(GuardStation))), type => Assert.False(type.IsPublic, type.Name));
        Assert.All(
            typeof(GuardStation).GetConstructors(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic),
            constructor => Assert.True(constructor.IsFamilyAndAssembly));
    }

    private void AssertRefused(CallResult? result)
    {
        var refused = Assert.IsType<CallResult.Refused>(result);
        Assert.Equal("permit.missing", refused.Reason.Rule);
        Assert.False(refused.ToolRan);
        Assert.Equal(0, road.Tools.RunsOf("vault.open"));
    }
}
