using Harombe.Core.Approvals;
using Harombe.Core.Guard;
using Harombe.Core.Guard.Stations;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Harombe.Core;

/// <summary>Registers the road.</summary>
public static class CoreServices
{
    /// <summary>
    /// Adds the catalogue, the stations in their order, and the guarded kernel. The contracts they stand on come from the stations' own
    /// <c>AddHarombe…</c> methods; a forgotten one stops the host at start.
    /// </summary>
    public static IServiceCollection AddHarombeCore(this IServiceCollection services, GuardLimits limits, ScanEffects? effects = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(limits);
        services.TryAddSingleton<IGrants, NoGrants>();
        services.TryAddSingleton<WithheldArguments>();
        services.AddSingleton<ToolCatalog>();
        services.AddSingleton(effects ?? new ScanEffects());
        services.AddSingleton<GuardStation, ReceiveStation>();
        services.AddSingleton<GuardStation, SchemaStation>();
        services.AddSingleton<GuardStation, DecideStation>();
        services.AddSingleton<GuardStation, ApproveStation>();
        services.AddSingleton<GuardStation, RecordStation>();
        services.AddSingleton<GuardStation, ResultStation>();
        services.AddSingleton<GuardStation, LeaseStation>();
        services.AddSingleton<GuardStation, PermitStation>();
        services.AddSingleton<GuardedKernel>();
        return services;
    }
}
