using System.Globalization;
using Harombe.Core.Calls;

namespace Harombe.Agent.LanguageModels;

/// <summary>
/// What the statuses of a provider's API mean to the person in front of the chat. One table, since the providers mean the same by them: Anthropic's
/// "Errors", OpenAI's "Error codes", Ollama's "Errors".
/// </summary>
internal static class StatusFaults
{
    public const string Again = "Nothing is lost: send the next message to go on.";

    // How the servers that we know say that a conversation is too long; they have no status of their own for it.
    private static readonly string[] TooLong =
        ["context_length_exceeded", "maximum context length", "prompt is too long", "context window", "available context size", "context length", "exceed_context_size"];

    private static readonly string[] Declined = ["content_filter", "content management policy", "content_policy"];

    /// <param name="status">The HTTP status.</param>
    /// <param name="message">The provider's words and code.</param>
    /// <param name="provider">The provider's name for people.</param>
    /// <param name="model">The model that was asked.</param>
    public static ModelFault Of(int status, string message, string provider, ModelSettings model) => status switch
    {
        400 or 413 or 422 when TooLong.Any(sign => message.Contains(sign, StringComparison.OrdinalIgnoreCase)) => TooLongFor(model),
        400 when Declined.Any(sign => message.Contains(sign, StringComparison.OrdinalIgnoreCase)) => Refused(model, message),
        401 => Stays("model.key", $"{provider} does not accept the key in {Key(model)}: {message}", model.Key is { } key
            ? $"Store a valid one with 'harombe secrets set {key.Value}'."
            : "Name a secret that holds one: models.<name>.secret in harombe.yaml."),
        403 => Stays("model.permission", $"The key in {Key(model)} may not do this: {message}", $"Give the key the permission in {provider}'s console, or store another one."),
        404 => Stays("model.name", $"{provider} does not know the model '{model.Id}'.", model.Provider == "ollama"
            ? $"Fetch it with 'ollama pull {model.Id}', or correct model in harombe.yaml."
            : "Correct model in harombe.yaml; 'harombe models' lists those that are set up."),
        413 => Stays("model.size", $"The conversation is larger than {provider}'s API takes.", "Begin a new conversation."),
        429 => Passes("model.limit", $"{provider}'s rate limit is reached: {message}", $"Wait a minute. {Again}"),
        529 => Passes("model.overloaded", $"{provider}'s API is overloaded.", $"Wait a minute. {Again}"),
        503 => Passes("model.overloaded", $"{provider}'s API takes no more requests at the moment.", $"Wait a minute. {Again}"),
        408 or 504 => Passes("model.timeout", $"{provider} took too long to answer.", Again),
        >= 500 => Passes("model.unavailable", string.Create(CultureInfo.InvariantCulture, $"{provider}'s API failed ({status})."), $"{Again} {StatusPage(model)}"),
        _ => Stays("model.request", $"{provider} refused the request: {message}", "Begin a new conversation; if it happens there too, report it with the host's log."),
    };

    /// <summary>The conversation no longer fits the model.</summary>
    public static ModelFault TooLongFor(ModelSettings model) => Stays(
        "model.context", $"The conversation is longer than '{model.Name}' can read.", "Begin a new conversation, or choose a model with a longer context for it.");

    /// <summary>The provider won't answer this.</summary>
    public static ModelFault Refused(ModelSettings model, string words) => Stays(
        "model.refused", $"'{model.Name}' declined to answer{(words.Length == 0 ? "." : $": {words}")}", "Say it in other words, or choose another model. The conversation is kept.");

    /// <summary>No connection, or a broken one.</summary>
    public static ModelFault Connection(ModelSettings model) => Passes(
        "model.connection", $"The connection to {model.BaseUrl?.Authority} failed.", $"{Again} If it stays so, look at {PlaceOf(model)} in harombe.yaml and at the network.");

    /// <summary>It broke off its answer with an error.</summary>
    public static ModelFault BrokenOff(string provider, string? message) => Passes("model.unavailable", $"{provider} broke off its answer: {message}", Again);

    /// <summary>Its answer is no answer of this API.</summary>
    public static ModelFault Malformed(string provider, ModelSettings model) => Stays(
        "model.malformed", $"{provider} answered with something that is no answer.", $"{Again} If it stays so, look whether {PlaceOf(model)} in harombe.yaml is the place of such an API.");

    private static string PlaceOf(ModelSettings model) => model.Name.Contains('/', StringComparison.Ordinal) ? $"models.{model.Provider}.base_url" : $"models.{model.Name}.base_url";

    private static string Key(ModelSettings model) => model.Key?.ToString() ?? "no secret";

    private static string StatusPage(ModelSettings model) => model.BaseUrl?.Host switch
    {
        "api.anthropic.com" => "status.claude.com tells of outages.",
        "api.openai.com" => "status.openai.com tells of outages.",
        _ => "",
    };

    private static ModelFault Stays(string rule, string message, string remedy) => new(new Reason(rule, message, remedy), Outage: false);

    private static ModelFault Passes(string rule, string message, string remedy) => new(new Reason(rule, message, remedy.TrimEnd()), Outage: true);
}
