using Harombe.Core.Calls;

namespace Harombe.Agent.LanguageModels.OfflineRules;

/// <summary>The default model: needs no key and no network.</summary>
internal sealed class OfflineRulesProvider : ILanguageModelProvider
{
    public const string Name = "offline-rules";

    public string Prefix => Name;

    public ValueTask<ModelConnection> ConnectAsync(string model, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ModelConnection>(new ModelConnection.Connected(new OfflineRulesClient()));

    public Reason? Explain(Exception fault) => null;
}
