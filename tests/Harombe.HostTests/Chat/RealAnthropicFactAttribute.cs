namespace Harombe.HostTests.Chat;

/// <summary>Skips, and says why, where no key to the real API was given.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealAnthropicFactAttribute : FactAttribute
{
    public RealAnthropicFactAttribute()
    {
        if (ModelEndpoint.Real() is null)
        {
            Skip = $"The real Anthropic API was not asked: set {ModelEndpoint.KeyFile} to a file that holds a key (and {ModelEndpoint.RealModel} to choose the model).";
        }
    }
}
