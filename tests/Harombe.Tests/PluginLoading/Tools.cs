using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Core.Plugins;
using Harombe.Core.Principals;
using Harombe.Core.Tools;
using Microsoft.SemanticKernel;

namespace Harombe.Tests.PluginLoading;

/// <summary>Calls tool bodies as the guard does once it has let a call through.</summary>
internal static class Tools
{
    public static async ValueTask<ToolContent> CallAsync(ToolOffer offer, string arguments, IProgress<ToolProgress>? progress = null) =>
        Assert.IsType<ToolOutcome.Done>(await RunAsync(offer, arguments, progress)).Content;

    /// <summary>Calls one that won't.</summary>
    public static async ValueTask<Reason> RefusedAsync(ToolOffer offer, string arguments) =>
        Assert.IsType<ToolOutcome.Refused>(await RunAsync(offer, arguments)).Reason;

    private static ValueTask<ToolOutcome> RunAsync(ToolOffer offer, string arguments, IProgress<ToolProgress>? progress = null)
    {
        using var document = JsonDocument.Parse(arguments);
        Assert.True(ToolArguments.TryCreate(document.RootElement, Label.OfUser, null, out var canonical, out var fault), fault);
        var caller = new Principal(new PrincipalId("tester"), TokenKinds.Caller, ToolScope.Everything);
        var call = new ToolCall(CallId.New(), offer.Definition, canonical, caller, SessionId.New(), Face.Chat, null);
        return offer.Body(new ToolInvocation(call, () => new Kernel(), null, progress), CancellationToken.None);
    }
}
