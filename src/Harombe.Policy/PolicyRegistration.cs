using Harombe.Core.Approvals;
using Harombe.Core.Conversations;
using Harombe.Core.Decisions;
using Harombe.Core.State;
using Harombe.Core.Tools;
using Harombe.Policy.Approvals;
using Harombe.Policy.Provenance.Sessions;
using Harombe.Policy.Rules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Harombe.Policy;

/// <summary>Adds the policy station to a host.</summary>
public static class PolicyRegistration
{
    /// <summary>
    /// Adds <see cref="IDecisions"/>, <see cref="IApprovals"/> and the service that expires questions. The host must add an
    /// <see cref="IStateStore"/> and an <see cref="Core.Audit.IAuditLog"/>, and have applied every <see cref="StateMigrations"/> before its hosted
    /// services start. Options that don't hold stop the start with a message that names the key.
    /// </summary>
    public static IServiceCollection AddHarombePolicy(this IServiceCollection services, Action<PolicyOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<PolicyOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PolicyOptions>, PolicyOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ToolProfiles>();
        services.TryAddSingleton<ISessions>(provider => provider.GetService<IConversations>() is { } conversations
            ? new ConversationSessions(conversations, provider.GetRequiredService<ToolCatalog>(), provider.GetRequiredService<ToolProfiles>())
            : new UnknownSessions());
        services.AddSingleton<IDecisions, DefaultDecisions>();
        services.AddSingleton(new StateMigrations("approvals", typeof(PolicyRegistration).Assembly, "Harombe.Policy.Approvals.Migrations"));
        services.AddSingleton<SteadyClock>();
        services.AddSingleton<ApprovalWatchers>();
        services.AddSingleton<ApprovalSeals>();
        services.AddSingleton<ApprovalJournal>();
        services.AddSingleton<ApprovalExpiry>();
        services.AddSingleton<ApprovalAftermath>();
        services.AddSingleton<BindingCheck>();
        services.AddSingleton<Asking>();
        services.AddSingleton<Answering>();
        services.AddSingleton<SpendingOnce>();
        services.AddSingleton<Withdrawing>();
        services.AddSingleton<IApprovals, StoredApprovals>();
        services.AddHostedService<ApprovalExpiryService>();
        return services;
    }
}
