using Harombe.Agent.Chat;
using Harombe.Agent.LanguageModels;
using Harombe.Agent.LanguageModels.OfflineRules;
using Harombe.Core.Principals;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Agent;

/// <summary>Registers and maps the agent.</summary>
public static class AgentServices
{
    /// <summary>Adds the chat loop and the language models.</summary>
    public static IServiceCollection AddHarombeAgent(this IServiceCollection services, Action<AgentOptions> configure)
    {
        var options = new AgentOptions();
        configure(options);
        services.AddSingleton(options);
        // Without a limit of its own: HttpClient's 100 seconds would end long answers that ModelTimeout allows.
        services.AddTransient<OwnHeaders>();
        services.AddHttpClient("anthropic", client => client.Timeout = Timeout.InfiniteTimeSpan).AddHttpMessageHandler<OwnHeaders>().ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false });
        services.AddSingleton<ILanguageModelProvider, OfflineRulesProvider>();
        services.AddSingleton<ILanguageModelProvider, AnthropicProvider>();
        services.AddSingleton<LanguageModels.LanguageModels>();
        services.AddSingleton(provider => new ModelTrial(provider.GetRequiredService<LanguageModels.LanguageModels>(), provider.GetRequiredService<AgentOptions>()));
        services.AddSingleton<ModelStep>();
        services.AddSingleton<CallStep>();
        services.AddSingleton<TurnLoop>();
        services.AddSingleton<Turns>();
        services.AddSingleton<EventJournal>();
        services.AddHostedService(provider => provider.GetRequiredService<EventJournal>());
        services.AddHostedService<TurnResumption>();
        return services;
    }

    /// <summary>Maps <c>/chat</c>. The host's authentication must stand before it.</summary>
    /// <param name="endpoints">Where to map.</param>
    /// <param name="caller">The principal of a request.</param>
    public static IEndpointConventionBuilder MapHarombeChat(this IEndpointRouteBuilder endpoints, Func<HttpContext, Principal?> caller)
    {
        var group = endpoints.MapGroup("/chat");
        ActivatorUtilities.CreateInstance<ChatEndpoints>(endpoints.ServiceProvider, caller).Map(group);
        return group;
    }
}
