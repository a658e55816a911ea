namespace Harombe.Benchmarks.Gateways;

/// <summary>A way to one and the same upstream tool: straight to it, or through something. Calls may be made at once.</summary>
internal interface IDoor : IAsyncDisposable
{
    /// <summary>Calls the tool and checks that the answer is what it was asked to say again.</summary>
    Task CallAsync();
}
