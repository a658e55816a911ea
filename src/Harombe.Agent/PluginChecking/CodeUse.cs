namespace Harombe.Agent.PluginChecking;

/// <summary>Something that the code of an assembly uses.</summary>
/// <param name="In">The member that uses it, as <c>Namespace.Type.Method</c>.</param>
/// <param name="Type">The full name of the type that is used; empty for a text.</param>
/// <param name="Member">The member of it that is used; empty for the type itself.</param>
/// <param name="Text">The text that is loaded; null for anything else.</param>
internal readonly record struct CodeUse(string In, string Type, string Member, string? Text)
{
    /// <summary>What is used, for people.</summary>
    public override string ToString() => Text is not null ? $"\"{Text}\"" : Member.Length == 0 ? Type : $"{Type}.{Member}";
}
