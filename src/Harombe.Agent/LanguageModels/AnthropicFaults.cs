using System.Globalization;
using Anthropic.Exceptions;
using Harombe.Core.Calls;

namespace Harombe.Agent.LanguageModels;

/// <summary>What the errors of Anthropic's API mean to the person in front of the chat (platform.claude.com, "Errors").</summary>
internal static class AnthropicFaults
{
    private const string Again = "Nothing is lost: send the next message to go on.";

    public static Reason? Explain(Exception fault, AgentOptions options) => fault switch
    {
        AnthropicApiException refused => OfStatus((int)refused.StatusCode, refused.ApiMessage, options),
        AnthropicSseException cut => new Reason("model.unavailable", $"Anthropic's API broke off its answer: {cut.ApiMessage}", Again),
        AnthropicIOException or HttpRequestException or IOException => new Reason(
            "model.connection",
            $"The connection to {options.AnthropicUrl.Host} failed.",
            $"{Again} If it stays so, look at models.anthropic.base_url in harombe.yaml and at the network."),
        _ => null,
    };

    private static Reason OfStatus(int status, string? message, AgentOptions options) => status switch
    {
        401 => new Reason("model.key", $"Anthropic does not accept the key in {options.AnthropicKey}: {message}", $"Store a valid one with 'harombe secrets set {options.AnthropicKey.Value}'."),
        403 => new Reason("model.permission", $"Anthropic's key may not do this: {message}", "Give the key the permission in Anthropic's console, or store another one."),
        404 => new Reason("model.name", $"Anthropic does not know the model '{options.Model}'.", "Correct model in harombe.yaml, for example model: anthropic/claude-sonnet-4-5."),
        413 => new Reason("model.size", "The conversation is larger than Anthropic's API takes.", "Begin a new conversation."),
        429 => new Reason("model.limit", $"Anthropic's rate limit is reached: {message}", $"Wait a minute. {Again}"),
        529 => new Reason("model.overloaded", "Anthropic's API is overloaded.", $"Wait a minute. {Again}"),
        >= 500 => new Reason("model.unavailable", string.Create(CultureInfo.InvariantCulture, $"Anthropic's API failed ({status})."), $"{Again} status.claude.com tells of outages."),
        _ => new Reason("model.request", $"Anthropic refused the request: {message}", "Begin a new conversation; if it happens there too, report it with the host's log."),
    };
}
