using Harombe.Core.Calls;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.LanguageModels.OfflineRules;

/// <summary>The default model: needs no key and no network.</summary>
internal sealed class OfflineRulesProvider : ILanguageModelProvider
{
    public const string ProviderName = "offline-rules";

    public string Name => ProviderName;

    public Reason? Refuse(ModelSettings model) => null;

    public IChatClient Connect(ModelSettings model, string? key) => new OfflineRulesClient();

    public bool Reads(string mediaType) => false;

    public ModelFault? Explain(Exception fault, ModelSettings model) => null;
}
