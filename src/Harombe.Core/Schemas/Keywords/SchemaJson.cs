using System.Text.Json.Serialization;

namespace Harombe.Core.Schemas.Keywords;

/// <summary>The one CLR type that validation turns into JSON: a property name.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class SchemaJson : JsonSerializerContext;
