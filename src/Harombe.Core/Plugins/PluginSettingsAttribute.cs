namespace Harombe.Core.Plugins;

/// <summary>
/// Marks the class or record that holds a plugin's settings: what stands below <c>plugins.&lt;name&gt;</c> in harombe.yaml, with names in camel case or with underscores.
/// Ask for it in a constructor. A key that it doesn't have, a missing one that it requires, a value of the wrong type or one that its
/// <c>System.ComponentModel.DataAnnotations</c> refuse is a fault of the plugin, with file and line.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PluginSettingsAttribute : Attribute;
