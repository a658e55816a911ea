using System.Reflection;
using System.Reflection.Metadata;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Harombe.Agent.PluginLoading;

/// <summary>
/// How a plugin's own types look in JSON. One set of options makes the schema and binds the arguments, so that what the one allows the other
/// understands: camel case, exactly; a member that doesn't exist, or is missing, or null where it must not be, is an error and never silence.
/// </summary>
internal static class PluginJson
{
    /// <summary>Options for one plugin. They remember its types, so they must live and die with it.</summary>
    public static JsonSerializerOptions Create(JsonNamingPolicy? names = null, JsonConverter? more = null)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = names ?? JsonNamingPolicy.CamelCase,
            PropertyNameCaseInsensitive = false,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            AllowDuplicateProperties = false,
            NumberHandling = JsonNumberHandling.Strict,
            MaxDepth = 64,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        };
        if (more is not null)
        {
            options.Converters.Add(more);
        }

        options.MakeReadOnly();
        return options;
    }

    /// <summary>
    /// Makes System.Text.Json forget the types of plugins that are gone: its member accessors stand in one static cache, which lets go of the old only when
    /// something new is looked up. This is the hook that hot reload calls (<see cref="MetadataUpdateHandlerAttribute"/>); what is still in use is found again.
    /// </summary>
    public static void Forget()
    {
        foreach (var handler in typeof(JsonSerializer).Assembly.GetCustomAttributes<MetadataUpdateHandlerAttribute>())
        {
            handler.HandlerType.GetMethod("ClearCache", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)?.Invoke(null, [null]);
        }
    }
}
