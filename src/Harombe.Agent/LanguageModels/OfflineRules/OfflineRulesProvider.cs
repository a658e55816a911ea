namespace Harombe.Agent.LanguageModels.OfflineRules;

/// <summary>The default model: needs no key and no network.</summary>
internal sealed class OfflineRulesProvider : ILanguageModelProvider
{
    public const string ProviderName = "offline-rules";

    public string Name => ProviderName;

    public ValueTask<ModelConnection> ConnectAsync(ModelSettings model, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ModelConnection>(new ModelConnection.Connected(new OfflineRulesClient()));

    public bool Reads(string mediaType) => false;

    public ModelFault? Explain(Exception fault, ModelSettings model) => null;
}
