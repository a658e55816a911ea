using System.Text.Json;
using Harombe.Core.Calls;
using Microsoft.SemanticKernel;

namespace Harombe.Core.Guard;

/// <summary>
/// How canonical arguments travel through Semantic Kernel: as one entry, because its arguments take two names that differ in case only for one. The
/// body hashes what arrives, so whoever changed it on the way, or put another entry beside it, holds a permit for other arguments.
/// </summary>
internal static class KernelArgumentsForm
{
    private const string Name = "arguments";

    public static void Fill(KernelArguments carried, ToolArguments arguments)
    {
        carried.Clear();
        carried[Name] = arguments.Value;
    }

    public static ArgumentsHash Hash(KernelArguments arguments)
    {
        if (arguments.Count != 1 || !arguments.TryGetValue(Name, out var value) || value is not JsonElement element)
        {
            return default;
        }

        try
        {
            return ArgumentsHash.Of(CanonicalJson.Write(element));
        }
        catch (CanonicalJsonException)
        {
            return default;
        }
    }
}
