using Harombe.Agent.LanguageModels.Keys;
using Harombe.Core.Secrets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace Harombe.Agent.LanguageModels.Transport;

/// <summary>The one way by which requests go to models: no proxy, no redirect, no header that we didn't write, tried again when that may help.</summary>
internal static class ModelTransport
{
    /// <summary>The name of the client.</summary>
    public const string Name = "models";

    public static void AddModelTransport(this IServiceCollection services)
    {
        services.AddTransient<OwnHeaders>();
        services.AddTransient<BoundedReplies>();
        services.AddTransient(provider => new KeyedRequests(provider.GetService<IPlaceholderResolver>()));
        // Without a limit of its own: HttpClient's 100 seconds would end long answers that ModelTimeout allows.
        services.AddHttpClient(Name, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .AddHttpMessageHandler<OwnHeaders>()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
            .AddResilienceHandler("again", (pipeline, context) =>
            {
                var options = context.ServiceProvider.GetRequiredService<AgentOptions>();
                pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
                if (options.ModelRetries > 0)
                {
                    pipeline.AddRetry(Again(options));
                }
            });
        // Below the attempts: each of them asks for the key anew.
        services.AddHttpClient(Name).AddHttpMessageHandler<BoundedReplies>().AddHttpMessageHandler<KeyedRequests>();
    }

    // Stands below the body: once an answer has begun, its status was 200 and nothing here tries again.
    private static HttpRetryStrategyOptions Again(AgentOptions options) => new()
    {
        MaxRetryAttempts = options.ModelRetries,
        Delay = TimeSpan.FromMilliseconds(500),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldRetryAfterHeader = true,
        ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome switch
        {
            { Exception: HttpRequestException } => true,
            { Result: { } response } => MayPass(response) && WaitOf(response) <= options.ModelRetryWait,
            _ => false,
        }),
    };

    private static bool MayPass(HttpResponseMessage response) =>
        // OpenAI and Anthropic say so where they know better than the status.
        !(response.Headers.TryGetValues("x-should-retry", out var said) && said.Contains("false"))
        && (int)response.StatusCode is 408 or 429 or >= 500;

    private static TimeSpan WaitOf(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta ?? TimeSpan.Zero;
}
