using Harombe.Agent;
using Harombe.Core.Secrets;
using Harombe.Host.Access;
using Harombe.Host.Configuration;

namespace Harombe.Host.Hosting;

/// <summary>What the agent is told of the configuration.</summary>
internal static class AgentSetUp
{
    public static void Apply(HarombeConfiguration configuration, ListeningAddress address, AgentOptions options)
    {
        options.Model = configuration.Model.Name.Text;
        options.SystemPrompt = configuration.Agent.SystemPrompt;
        options.MaxSteps = configuration.Agent.MaxSteps;
        options.DrainTimeout = configuration.Server.Drain;
        options.ModelReplyBytes = configuration.Limits.Reply;
        options.MaxArguments = configuration.Limits.Arguments;
        options.MaxRepeats = configuration.Budgets.Repeats;
        options.MaxDepth = configuration.Agents.MaxDepth;
        foreach (var (scope, limits) in configuration.Budgets.Limits)
        {
            options.Budgets[scope] = limits;
        }

        foreach (var (model, price) in configuration.Budgets.Prices)
        {
            options.Prices[model] = price;
        }

        foreach (var agent in configuration.Agents.Agents)
        {
            options.Agents[agent.Name] = agent;
        }

        options.SchedulePrincipal = Owner.Chat;
        options.Schedules.AddRange(configuration.Agents.Schedules);
        options.PublicUrl = () => address.Url;
        options.Providers["anthropic"] = Settings(configuration.Model.Anthropic);
        options.Providers["openai"] = Settings(configuration.Model.OpenAI);
        options.Providers["ollama"] = Settings(configuration.Model.Ollama);
        foreach (var model in configuration.Model.Named)
        {
            options.Models[model.Name] = Settings(model);
        }
    }

    private static ProviderSettings Settings(ProviderConfiguration provider) => new(provider.BaseUrl, Name(provider.Secret));

    private static ModelSettings Settings(NamedModelConfiguration model) => new()
    {
        Name = model.Name,
        Provider = model.Provider,
        Id = model.Model,
        BaseUrl = model.BaseUrl,
        Key = Name(model.Secret),
        Fallback = model.Fallback,
        Streams = model.Stream,
        MaxOutput = model.MaxOutput,
        HidesPersonalData = model.HidesPersonalData,
    };

    private static SecretName? Name(SecretReference? secret) => secret is null ? null : SecretName.Parse(secret.Name);
}
