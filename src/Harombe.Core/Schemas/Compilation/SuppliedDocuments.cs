using System.Text.Json;

namespace Harombe.Core.Schemas.Compilation;

/// <summary>
/// The documents a reference may reach: those the caller supplied, then the metaschema that ships with us. There is no third place.
/// </summary>
internal static class SuppliedDocuments
{
    public static bool TryFind(SchemaOptions options, Uri uri, out JsonElement document)
    {
        foreach (var (key, value) in options.Documents)
        {
            if (key.IsAbsoluteUri && key.AbsoluteUri == uri.AbsoluteUri)
            {
                document = value;
                return true;
            }
        }

        return Metaschema2020.TryFind(uri, out document);
    }
}
