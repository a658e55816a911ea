using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;

namespace Harombe.Policy.Approvals;

/// <summary>What a question carries, as it stands in the store: canonical, so that a seal over it is a seal over what it says.</summary>
internal static class TermsForm
{
    public static string? Write(AskTerms? terms) => terms is null
        ? null
        : Encoding.UTF8.GetString(CanonicalJson.Write(JsonSerializer.SerializeToElement(terms, TermsJson.Default.AskTerms)));

    /// <summary>What can't be read carries nothing that would let anybody answer: nobody is covered by an empty pattern.</summary>
    public static AskTerms? Read(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, TermsJson.Default.AskTerms) ?? Unreadable;
        }
        catch (JsonException)
        {
            return Unreadable;
        }
    }

    private static AskTerms Unreadable { get; } = new([], "", new AnswerDemand(int.MaxValue, [[""]], true, true), []);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AskTerms))]
internal sealed partial class TermsJson : JsonSerializerContext;
