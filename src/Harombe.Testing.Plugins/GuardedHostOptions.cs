using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Principals;

namespace Harombe.Testing.Plugins;

/// <summary>What a test says of its host.</summary>
public sealed class GuardedHostOptions
{
    /// <summary>The plugin's settings, as they would stand below <c>plugins.&lt;name&gt;</c> in harombe.yaml.</summary>
    public JsonObject Settings { get; } = [];

    /// <summary>Who calls, unless a call says otherwise.</summary>
    public Principal Caller { get; set; } = new(new PrincipalId("tester"), TokenKinds.Caller, ToolScope.Everything);

    /// <summary>The clock of the plugin and the host.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    internal JsonElement SettingsJson => JsonElement.Parse(Settings.ToJsonString());
}
