namespace Harombe.HostTests.Chat;

/// <summary>Skips, and says why, where no real model's API was named.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealModelFactAttribute : FactAttribute
{
    public RealModelFactAttribute()
    {
        if (ModelEndpoint.Real().Count == 0)
        {
            Skip = $"No real model was asked: set {ModelEndpoint.KeyFile} or {ModelEndpoint.OpenAIKeyFile} to a file that holds a key, or {ModelEndpoint.OllamaUrl} to an Ollama's place ({ModelEndpoint.RealModel}, {ModelEndpoint.OpenAIModel}, {ModelEndpoint.OllamaModel} choose the model).";
        }
    }
}
