using System.Security.Cryptography;
using System.Text.Json;
using Harombe.Benchmarks.Hosting;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Guard;
using Harombe.Core.Labels;
using Harombe.Core.Secrets;
using Harombe.Host.Access;
using Harombe.Plugins.Clock;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace Harombe.Benchmarks.GuardedCalls;

/// <summary>The call that is measured, on the guarded road and on a bare kernel: <c>clock.convert</c>, which reads only and takes two strings.</summary>
internal static class Probe
{
    private const int IssuedSecrets = 50;

    public static JsonElement Arguments { get; } = JsonElement.Parse("""{"moment":"2030-01-31T09:00:00+01:00","zone":"America/New_York"}""");

    public static CallRequest Request() => new()
    {
        Id = CallId.New(),
        Tool = "clock.convert",
        Arguments = Arguments,
        Principal = Owner.AsCaller,
        Session = new SessionId("ses_benchmark"),
        Face = Face.Chat,
        Label = Label.OfUser,
    };

    public static Func<ValueTask> Bare()
    {
        var plugin = KernelPluginFactory.CreateFromObject(new ClockPlugin(TimeProvider.System), "clock");
        var kernel = new Kernel();
        kernel.Plugins.Add(plugin);
        var function = plugin["convert"];
        return async () => await kernel.InvokeAsync(function, new KernelArguments { ["moment"] = "2030-01-31T09:00:00+01:00", ["zone"] = "America/New_York" });
    }

    public static Func<ValueTask> Guarded(RealHost host)
    {
        var guard = host.Services.GetRequiredService<GuardedKernel>();
        return async () =>
        {
            var result = await guard.InvokeAsync(Request(), CancellationToken.None);
            if (result is not CallResult.Completed)
            {
                throw new InvalidOperationException($"The call was to be completed, and is {result}.");
            }
        };
    }

    /// <summary>A host whose scanner knows as many secrets as a well used one.</summary>
    public static async Task<RealHost> HostAsync(string folder, IAuditLog? log = null)
    {
        var host = await RealHost.StartAsync(folder, services =>
        {
            if (log is not null)
            {
                services.AddSingleton(log);
            }
        });
        var secrets = host.Services.GetRequiredService<ISecrets>();
        for (var i = 0; i < IssuedSecrets; i++)
        {
            using var secret = new Secret(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20))));
            await secrets.WriteAsync(SecretName.Parse($"benchmark/{i}"), secret, CancellationToken.None);
        }

        return host;
    }
}
