using Harombe.Agent.Agents;
using Harombe.Agent.Budgets;
using Harombe.Agent.Chat;
using Harombe.Agent.Completions;
using Harombe.Agent.LanguageModels;
using Harombe.Agent.LanguageModels.Anthropic;
using Harombe.Agent.LanguageModels.Keys;
using Harombe.Agent.LanguageModels.OfflineRules;
using Harombe.Agent.LanguageModels.Ollama;
using Harombe.Agent.LanguageModels.OpenAI;
using Harombe.Agent.LanguageModels.Transport;
using Harombe.Agent.Schedules;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Agent.Reviewing;
using Harombe.Core.Decisions;
using Harombe.Core.Secrets;
using Harombe.Core.State;
using Harombe.Core.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

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
        services.AddModelTransport();
        services.AddSingleton<ILanguageModelProvider, OfflineRulesProvider>();
        services.AddSingleton<ILanguageModelProvider, AnthropicProvider>();
        services.AddSingleton<ILanguageModelProvider, OpenAIProvider>();
        services.AddSingleton<ILanguageModelProvider, OllamaProvider>();
        services.AddSingleton(provider => new ModelKeys(provider.GetService<ILeases>()));
        services.AddSingleton<LanguageModels.LanguageModels>();
        services.AddSingleton<NamedAgents>();
        services.AddSingleton(new StateMigrations("budgets", typeof(BudgetBook).Assembly, "Harombe.Agent.Budgets.Migrations"));
        services.AddSingleton<BudgetBook>();
        services.AddSingleton<Prices>();
        services.AddSingleton<TurnBudget>();
        services.AddSingleton(provider => new ModelTrial(
            provider.GetRequiredService<LanguageModels.LanguageModels>(), provider.GetRequiredService<ISecretScanner>(), provider.GetRequiredService<AgentOptions>()));
        services.AddSingleton<Delegation>();
        services.AddSingleton<IToolSource>(provider => new DelegationTools(options, provider.GetRequiredService<Delegation>));
        services.AddSingleton(new StateMigrations("schedules", typeof(ScheduleRows).Assembly, "Harombe.Agent.Schedules.Migrations"));
        services.AddSingleton<ScheduledRuns>();
        services.AddSingleton<AgentViews>();
        services.AddHostedService<Scheduling>();
        services.AddSingleton<ModelStep>();
        services.AddSingleton<ModelAsking>();
        services.AddSingleton<CompletionReading>();
        services.AddSingleton<CompletionTurns>();
        services.AddSingleton<CompletionAnswer>();
        services.AddSingleton<ReplyKeeping>();
        services.AddSingleton<ChatReading>();
        services.AddSingleton<CallStep>();
        services.AddSingleton<TurnLoop>();
        services.AddSingleton<Turns>();
        services.AddSingleton(provider => new Draining(
            provider.GetRequiredService<Turns>(), provider.GetRequiredService<AgentOptions>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Draining>>()));
        services.AddHostedService(provider => provider.GetRequiredService<Draining>());
        services.AddSingleton<EventJournal>();
        services.AddHostedService(provider => provider.GetRequiredService<EventJournal>());
        services.AddHostedService<TurnResumption>();
        return services;
    }

    /// <summary>Maps <c>/v1</c>, the OpenAI-compatible API. The host's authentication must stand before it.</summary>
    /// <param name="endpoints">Where to map.</param>
    /// <param name="caller">The principal of a request.</param>
    public static IEndpointConventionBuilder MapHarombeCompletions(this IEndpointRouteBuilder endpoints, Func<HttpContext, Principal?> caller)
    {
        var group = endpoints.MapGroup("/v1");
        ActivatorUtilities.CreateInstance<CompletionEndpoints>(endpoints.ServiceProvider, caller).Map(group);
        return group;
    }

    /// <summary>Refuses a request to <c>/v1</c> before it came to the API, in the form that its clients read.</summary>
    public static Task RefuseCompletionAsync(HttpContext http, int status, Reason reason) =>
        new CompletionFault(status, $"{reason.Message} [rule {reason.Rule}] {reason.Remedy}", status == StatusCodes.Status401Unauthorized ? "invalid_api_key" : reason.Rule).WriteAsync(http);

    /// <summary>Maps <c>/models</c>, <c>/agents</c> and <c>/budgets</c>: what there is to choose, and what was spent. The host's authentication must stand before it.</summary>
    /// <param name="endpoints">Where to map.</param>
    /// <param name="caller">The principal of a request.</param>
    public static IEndpointConventionBuilder MapHarombeAgents(this IEndpointRouteBuilder endpoints, Func<HttpContext, Principal?> caller)
    {
        var views = endpoints.ServiceProvider.GetRequiredService<AgentViews>();
        var group = endpoints.MapGroup("");
        group.MapGet("/models", (HttpContext http) => http.Response.WriteAsJsonAsync(views.Models(), AgentJson.Default.IReadOnlyListModelView, cancellationToken: http.RequestAborted));
        group.MapGet("/agents", (HttpContext http) => http.Response.WriteAsJsonAsync(views.Agents(), AgentJson.Default.AgentsView, cancellationToken: http.RequestAborted));
        group.MapGet("/budgets", async (HttpContext http) => await http.Response.WriteAsJsonAsync(
            await views.BudgetsAsync(caller(http), http.RequestAborted).ConfigureAwait(false), AgentJson.Default.IReadOnlyListBudgetView, cancellationToken: http.RequestAborted).ConfigureAwait(false));
        return group;
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

    /// <summary>Lets a model look at calls before they run; see <see cref="IReviewer"/>.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="model">Its name.</param>
    public static IServiceCollection AddHarombeReviewer(this IServiceCollection services, string model) =>
        services.AddSingleton<IReviewer>(provider => new ModelReviewer(provider.GetRequiredService<LanguageModels.LanguageModels>(), model));
}
