using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Conversations;
using Harombe.Core.Decisions;
using Harombe.Core.Egress;
using Harombe.Core.Guard;
using Harombe.Core.Plugins;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.State;
using Harombe.Core.Tools;
using Harombe.Policy.Approvals;
using Harombe.Policy.Approvals.Channels.Webhooks;
using Harombe.Policy.Approvals.Edits;
using Harombe.Policy.Approvals.Grants;
using Harombe.Policy.Approvals.Links;
using Harombe.Policy.Approvals.Previews;
using Harombe.Policy.Approvals.Quorums;
using Harombe.Policy.Provenance.Sessions;
using Harombe.Policy.Rates;
using Harombe.Policy.Risks.Learning;
using Harombe.Policy.Rules;
using Harombe.Policy.Rules.History;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Harombe.Policy;

/// <summary>Adds the policy station to a host.</summary>
public static class PolicyRegistration
{
    /// <summary>
    /// Adds <see cref="IDecisions"/>, <see cref="IApprovals"/> and the service that expires questions. The host must add an
    /// <see cref="IStateStore"/> and an <see cref="IAuditLog"/>, and have applied every <see cref="StateMigrations"/> before its hosted
    /// services start. Options that don't hold stop the start with a message that names the key.
    /// </summary>
    public static IServiceCollection AddHarombePolicy(this IServiceCollection services, Action<PolicyOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<PolicyOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PolicyOptions>, PolicyOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ToolProfiles>();
        services.AddSingleton(provider => new ClientSessions(
            provider.GetService<ToolCatalog>, provider.GetRequiredService<ToolProfiles>(), provider.GetRequiredService<IAuditLog>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ISeenResults>(provider => provider.GetRequiredService<ClientSessions>());
        services.TryAddSingleton<ISessions>(provider => new FaceSessions(
            provider.GetService<IConversations>() is { } conversations
                ? new ConversationSessions(conversations, provider.GetRequiredService<ToolCatalog>(), provider.GetRequiredService<ToolProfiles>()) : null,
            provider.GetRequiredService<ClientSessions>()));
        services.AddSingleton<RuleUsage>();
        services.AddSingleton(provider => new PolicyHolder(First(provider.GetRequiredService<IOptions<PolicyOptions>>().Value)));
        services.AddSingleton<PolicyDecisions>();
        services.AddSingleton<CallRates>();
        services.AddSingleton<IDecisions, RatedDecisions>();
        services.AddSingleton(provider => new Reviewing(
            provider.GetService<IReviewer>, provider.GetService<ISecretScanner>, provider.GetRequiredService<IOptions<PolicyOptions>>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PolicyRecord>();
        services.AddSingleton(provider => new AuditHistory(provider.GetRequiredService<IAuditLog>(), provider.GetService<ToolCatalog>, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new LearnedHistory(name => provider.GetService<ToolCatalog>()?.Current.Find(name)?.Definition, provider.GetRequiredService<ToolProfiles>()));
        services.AddSingleton<LearningFromRecord>();
        services.AddSingleton<PolicyReplay>();
        services.AddSingleton<PolicySuggestions>();
        services.AddSingleton<PolicyReload>();
        services.AddHostedService(provider => provider.GetRequiredService<PolicyReload>());
        services.AddSingleton(new StateMigrations("approvals", typeof(PolicyRegistration).Assembly, "Harombe.Policy.Approvals.Migrations"));
        services.AddSingleton<SteadyClock>();
        services.TryAddSingleton<WithheldArguments>();
        services.AddSingleton<ApprovalWatchers>();
        services.AddSingleton<ApprovalSeals>();
        services.AddSingleton<ApprovalJournal>();
        services.AddSingleton<ApprovalExpiry>();
        services.AddSingleton<ApprovalAftermath>();
        services.AddSingleton(provider => new ToolCatalogs(provider.GetService<ToolCatalog>));
        services.AddSingleton<QuorumCheck>();
        services.AddSingleton<Endorsing>();
        services.AddSingleton(provider => new EditCheck(
            provider.GetRequiredService<ToolCatalogs>(), provider.GetService<ISecretScanner>, provider.GetService<GuardLimits>() ?? new GuardLimits()));
        services.AddSingleton(provider => new FilePreview(provider.GetService<IWorkspace>));
        services.AddSingleton<EarlierCalls>();
        services.AddSingleton(provider => new DryRuns(provider.GetService<GuardedKernel>, provider.GetRequiredService<ToolCatalogs>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IDryRuns>(provider => provider.GetRequiredService<DryRuns>());
        services.AddSingleton(provider => new Previewing(
            provider.GetRequiredService<ToolCatalogs>(), provider.GetRequiredService<FilePreview>(), provider.GetRequiredService<DryRuns>(), provider.GetRequiredService<EarlierCalls>(), provider.GetService<ISecretScanner>));
        services.AddChannels();
        services.AddSingleton<GrantJournal>();
        services.AddSingleton<GrantFit>();
        services.AddSingleton<RevokedGrants>();
        services.AddSingleton<Granting>();
        services.AddSingleton<IGrants, StoredGrants>();
        services.AddSingleton<BindingCheck>();
        services.AddSingleton<Asking>();
        services.AddSingleton<Answering>();
        services.AddSingleton<SpendingOnce>();
        services.AddSingleton<Withdrawing>();
        services.AddSingleton<IApprovals, StoredApprovals>();
        services.AddHostedService<ApprovalExpiryService>();
        return services;
    }

    private static void AddChannels(this IServiceCollection services)
    {
        services.AddSingleton<QuestionQueue>();
        services.AddSingleton<RefusedLinks>();
        services.AddSingleton(provider => new ApprovalLinks(
            provider.GetRequiredService<IStateStore>(), provider.GetRequiredService<IApprovals>(), provider.GetRequiredService<ApprovalSeals>(),
            provider.GetService<IPrincipals>, provider.GetRequiredService<SteadyClock>(), provider.GetRequiredService<RefusedLinks>()));
    }

    /// <summary>
    /// Tells approvers of questions. The host must also have secrets, principals and a way out (<see cref="IOutboundConnections"/>).
    /// </summary>
    public static IServiceCollection AddHarombeApprovalChannels(this IServiceCollection services)
    {
        services.AddSingleton<ChannelPost>();
        services.AddSingleton<QuestionTelling>();
        services.AddHttpClient(ChannelPost.Client, client => client.Timeout = TimeSpan.FromSeconds(10)).ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = (context, cancellationToken) => provider.GetRequiredService<IOutboundConnections>().ConnectAsync(
                new Destination(
                    context.DnsEndPoint.Host,
                    context.DnsEndPoint.Port,
                    context.InitialRequestMessage.Options.TryGetValue(ChannelPost.Declared, out var declared) ? [declared] : []),
                cancellationToken),
        });
        return services.AddHostedService<QuestionDelivery>();
    }

    // A policy that can't be read whole stops the start: half of it could allow what the other half denies.
    private static PolicySnapshot First(PolicyOptions options)
    {
        var read = PolicyFolder.Read(options.Folder, options.Profile, options.File);
        return read.Snapshot ?? throw new OptionsValidationException("policy", typeof(PolicyOptions), read.Faults.Select(fault => fault.ToString()));
    }
}
