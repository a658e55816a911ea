using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harombe.Agent.Completions;

/// <summary>What a client asked for beyond its messages, as it is stored with the turn.</summary>
internal sealed record ClientWish(
    string? System,
    IReadOnlyList<ClientTool>? Tools,
    string? ToolChoice,
    float? Temperature,
    float? TopP,
    long? Seed,
    int? MaxTokens,
    IReadOnlyList<string>? Stop,
    bool? ParallelToolCalls,
    JsonElement? ResponseFormat);

/// <summary>A tool of the client's.</summary>
internal sealed record ClientTool(string Name, string Description, JsonElement Parameters);

/// <summary>An error in OpenAI's form.</summary>
internal sealed record CompletionErrorForm(CompletionErrorBody Error);

internal sealed record CompletionErrorBody(
    string Message, string Type, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Param, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Code);

/// <summary>An answer in one piece.</summary>
internal sealed record WholeForm(string Id, string Object, long Created, string Model, IReadOnlyList<WholeChoice> Choices, UsageForm Usage, string HarombeSession);

internal sealed record WholeChoice(int Index, MessageForm Message, string FinishReason, JsonElement? Logprobs = null);

// Written even where they are null: clients look for that.
internal sealed record MessageForm(string Role, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Content, IReadOnlyList<CallForm>? ToolCalls, string? Refusal = null);

/// <summary>A piece of a streamed answer.</summary>
internal sealed record ChunkForm(string Id, string Object, long Created, string Model, IReadOnlyList<ChunkChoice> Choices, UsageForm? Usage, string HarombeSession);

internal sealed record ChunkChoice(int Index, DeltaForm Delta, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FinishReason);

internal sealed record DeltaForm(string? Role = null, string? Content = null, IReadOnlyList<CallForm>? ToolCalls = null);

internal sealed record CallForm(int? Index, string Id, string Type, FunctionForm Function);

internal sealed record FunctionForm(string Name, string Arguments);

internal sealed record UsageForm(long PromptTokens, long CompletionTokens, long TotalTokens, CachedForm PromptTokensDetails);

internal sealed record CachedForm(long CachedTokens);

/// <summary>The models that can be asked.</summary>
internal sealed record ModelListForm(string Object, IReadOnlyList<ModelForm> Data);

internal sealed record ModelForm(string Id, string Object, long Created, string OwnedBy);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ClientWish))]
[JsonSerializable(typeof(CompletionErrorForm))]
[JsonSerializable(typeof(WholeForm))]
[JsonSerializable(typeof(ChunkForm))]
[JsonSerializable(typeof(ModelListForm))]
[JsonSerializable(typeof(ModelForm))]
internal sealed partial class CompletionJson : JsonSerializerContext
{
    /// <summary>As <see cref="Default"/>, but readable: what leaves here is never put into HTML unescaped.</summary>
    public static CompletionJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
