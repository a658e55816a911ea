using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Guard;
using Harombe.Core.Labels;
using Harombe.Core.Tools;
using Harombe.Testing;
using Harombe.Testing.Roads;
using Microsoft.SemanticKernel;

namespace Harombe.Attacks.Guard;

/// <summary>The adversary holds a permit, which no plugin can: it was taken from the guard's own hands. It is still good for one call only.</summary>
public sealed class PermitTests : IDisposable
{
    private readonly Road road;

    public PermitTests()
    {
        var tools = new CountedTools();
        tools.Add("vault.open");
        tools.Add("vault.close");
        road = new Road(tools);
    }

    public void Dispose() => road.Dispose();

    [Fact]
    public async Task A_permit_that_fits_runs_the_body_once_and_is_then_used_up()
    {
        var (call, kernel) = Received("vault.open", """{"door":1}""");
        var permit = Fitting(call);
        call.Issue(permit);

        Assert.IsType<CallResult.Completed>(await InvokeAsync(call, kernel));
        Assert.Equal("permit.missing", Rule(await InvokeAsync(call, kernel)));
        call.Issue(permit);
        Assert.Equal("permit.missing", Rule(await InvokeAsync(call, kernel)));
        Assert.Equal(1, road.Tools.RunsOf("vault.open"));
    }

    [Theory]
    [InlineData("""{"door":2}""")]
    [InlineData("""{"door":1,"force":true}""")]
    [InlineData("""{"Door":1}""")]
    [InlineData("{}")]
    public async Task A_permit_is_worth_nothing_for_other_arguments(string others)
    {
        var (call, kernel) = Received("vault.open", """{"door":1}""");
        call.Issue(Fitting(call));
        KernelArgumentsForm.Fill(call.Carried, Arguments(others));

        Assert.Equal("permit.missing", Rule(await InvokeAsync(call, kernel)));
        Assert.Equal(0, road.Tools.RunsOf("vault.open"));
    }

    [Fact]
    public async Task A_permit_that_was_tried_with_other_arguments_is_used_up()
    {
        var (call, kernel) = Received("vault.open", """{"door":1}""");
        var permit = Fitting(call);
        call.Issue(permit);
        KernelArgumentsForm.Fill(call.Carried, Arguments("""{"door":2}"""));
        await InvokeAsync(call, kernel);

        KernelArgumentsForm.Fill(call.Carried, call.Checked.Arguments);
        call.Issue(permit);

        Assert.Equal("permit.missing", Rule(await InvokeAsync(call, kernel)));
        Assert.Equal(0, road.Tools.RunsOf("vault.open"));
    }

    [Fact]
    public async Task A_permit_is_worth_nothing_for_another_call()
    {
        var (first, _) = Received("vault.open");
        var (second, kernel) = Received("vault.open");
        second.Issue(Fitting(first));

        Assert.Equal("permit.missing", Rule(await InvokeAsync(second, kernel)));
        Assert.Equal(0, road.Tools.RunsOf("vault.open"));
    }

    [Fact]
    public async Task A_permit_is_worth_nothing_for_another_tool()
    {
        var (call, kernel) = Received("vault.open");
        call.Issue(Fitting(call));
        var other = road.Catalog.Current.Find("vault.close")!;

        Assert.Equal("permit.missing", Rule((await other.Function.InvokeAsync(kernel, call.Carried)).GetValue<CallResult>()));
        Assert.Equal(0, road.Tools.RunsOf("vault.close"));
        Assert.Equal("permit.missing", Rule(await InvokeAsync(call, kernel)));
    }

    [Fact]
    public async Task An_argument_beside_the_checked_ones_spoils_the_permit()
    {
        var (call, kernel) = Received("vault.open");
        call.Issue(Fitting(call));
        call.Carried["more"] = JsonElement.Parse("true");

        Assert.Equal("permit.missing", Rule(await InvokeAsync(call, kernel)));
        Assert.Equal(0, road.Tools.RunsOf("vault.open"));
    }

    [Fact]
    public async Task An_argument_that_only_looks_the_same_spoils_the_permit()
    {
        var (call, kernel) = Received("vault.open", """{"door":1}""");
        call.Issue(Fitting(call));
        call.Carried["arguments"] = """{"door":1}""";

        Assert.Equal("permit.missing", Rule(await InvokeAsync(call, kernel)));
        Assert.Equal(0, road.Tools.RunsOf("vault.open"));
    }

    [Fact]
    public async Task Of_many_that_redeem_one_permit_at_once_one_runs()
    {
        for (var round = 1; round <= Rounds.Of(quick: 1_000, full: 10_000); round++)
        {
            var (call, kernel) = Received("vault.open");
            call.Issue(Fitting(call));
            using var gate = new Barrier(4);

            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    gate.SignalAndWait();
                    return InvokeAsync(call, kernel);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap()));

            Assert.Equal(round, road.Tools.RunsOf("vault.open"));
        }
    }

    [Fact]
    public void Of_many_that_redeem_the_very_same_permit_one_is_told_yes()
    {
        Parallel.For(0, Rounds.Of(quick: 1_000, full: 100_000), _ =>
        {
            var permit = new Permit(new CallId("call_1"), "tool", new ArgumentsHash("hash"));
            var redeemed = 0;
            Parallel.For(0, 4, _ => Interlocked.Add(ref redeemed, permit.TryRedeem(new CallId("call_1"), "tool", new ArgumentsHash("hash")) ? 1 : 0));
            Assert.Equal(1, redeemed);
        });
    }

    [Fact]
    public async Task A_body_reached_by_the_kernel_of_a_finished_call_refuses()
    {
        var (call, kernel) = Received("vault.open");
        foreach (var station in road.Stations)
        {
            kernel.FunctionInvocationFilters.Add(station);
        }

        await InvokeAsync(call, kernel);
        Assert.Equal(1, road.Tools.RunsOf("vault.open"));

        Assert.Equal("guard.order", Rule(await InvokeAsync(call, kernel)));
        kernel.FunctionInvocationFilters.Clear();
        Assert.Equal("permit.missing", Rule(await InvokeAsync(call, kernel)));
        Assert.Equal("permit.missing", Rule(await InvokeAsync(call, kernel.Clone())));
        Assert.Equal(1, road.Tools.RunsOf("vault.open"));
        Assert.Equal(["call.intent", "call.outcome completed"], road.Audit.Story);
    }

    [Fact]
    public async Task A_filter_slipped_in_behind_the_last_station_can_not_change_what_the_tool_gets()
    {
        var (call, kernel) = Received("vault.open", """{"door":1}""");
        foreach (var station in road.Stations)
        {
            kernel.FunctionInvocationFilters.Add(station);
        }

        kernel.FunctionInvocationFilters.Add(new Meddler());

        await InvokeAsync(call, kernel);
        Assert.Equal("guard.incomplete", Rule(call.Result));
        Assert.Equal(0, road.Tools.RunsOf("vault.open"));
        Assert.Equal(["call.intent", "call.outcome notrun guard.incomplete"], road.Audit.Story);
    }

    private (GuardedCall Call, Kernel Kernel) Received(string tool, string arguments = "{}")
    {
        var request = Road.Request(tool, arguments);
        var found = road.Catalog.Current.Find(tool)!;
        var call = new GuardedCall(request, found)
        {
            Call = new ToolCall(request.Id, found.Definition, Arguments(arguments), request.Principal, request.Session, request.Face, null),
        };
        KernelArgumentsForm.Fill(call.Carried, call.Checked.Arguments);
        var kernel = new Kernel();
        call.Attach(kernel);
        return (call, kernel);
    }

    private static Permit Fitting(GuardedCall call) => new(call.Checked.Id, call.Tool.Definition.Fingerprint, call.Checked.Arguments.Hash);

    private static async Task<CallResult?> InvokeAsync(GuardedCall call, Kernel kernel) =>
        (await call.Tool.Function.InvokeAsync(kernel, call.Carried)).GetValue<CallResult>();

    private static string Rule(CallResult? result) => Assert.IsType<CallResult.Refused>(result).Reason.Rule;

    private static ToolArguments Arguments(string json)
    {
        Assert.True(ToolArguments.TryCreate(JsonElement.Parse(json), Label.OfUser, null, out var arguments, out var fault), fault);
        return arguments;
    }

    private sealed class Meddler : IFunctionInvocationFilter
    {
        public Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
        {
            context.Arguments["arguments"] = JsonElement.Parse("""{"door":2}""");
            return next(context);
        }
    }
}
