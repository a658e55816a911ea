using System.Text.Json;
using Harombe.Core.Calls;
using Microsoft.SemanticKernel;

namespace Harombe.Core.Guard;

/// <summary>
/// How canonical arguments travel through Semantic Kernel: one entry per member, each a <see cref="JsonElement"/>. The body hashes what arrives, so
/// whoever changed an entry on the way holds a permit for other arguments.
/// </summary>
internal static class KernelArgumentsForm
{
    public static void Fill(KernelArguments carried, ToolArguments arguments)
    {
        carried.Clear();
        foreach (var member in arguments.Value.EnumerateObject())
        {
            carried[member.Name] = member.Value;
        }
    }

    public static ArgumentsHash Hash(KernelArguments arguments)
    {
        var members = new List<(string Name, JsonElement Value)>(arguments.Count);
        foreach (var (name, value) in arguments)
        {
            if (value is not JsonElement element)
            {
                return default;
            }

            members.Add((name, element));
        }

        try
        {
            return ArgumentsHash.Of(CanonicalJson.Write(members));
        }
        catch (CanonicalJsonException)
        {
            return default;
        }
    }
}
