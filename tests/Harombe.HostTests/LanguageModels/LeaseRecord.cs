using System.Net.Http.Json;
using System.Text.Json;
using Harombe.HostTests.Chat;
using Harombe.Testing;

namespace Harombe.HostTests.LanguageModels;

/// <summary>What a host's record says of leases, and the emergency path to them.</summary>
internal static class LeaseRecord
{
    /// <summary>The entries of a kind, oldest first.</summary>
    public static async Task<IReadOnlyList<JsonElement>> RecordedAsync(this ChatHost host, string kind)
    {
        using var owner = new HostApi(host.Client.BaseAddress!, host.Client.DefaultRequestHeaders.Authorization!.Parameter); // not null: the host is up
        return await owner.AuditAsync(kind);
    }

    /// <summary>So many leases, each of them over. They end behind the end of their turn, which nobody waits for.</summary>
    public static async Task<IReadOnlyList<(JsonElement Granted, JsonElement Revoked)>> LeasesAsync(this ChatHost host, int count)
    {
        var ended = await Eventually.SeeAsync($"{count} leases that are over", async () => await host.RecordedAsync("lease.revoked") is var revoked && revoked.Count >= count ? revoked : null);
        var granted = await host.RecordedAsync("lease.granted");
        Assert.Equal((count, count), (granted.Count, ended.Count));
        return [.. granted.Select(one => (one, Assert.Single(ended, end => end.Text("lease") == one.Text("lease"))))];
    }

    /// <summary>The emergency path: <c>tool</c> or <c>principal</c>, and whose leases.</summary>
    public static async Task<JsonElement> RevokeAsync(this ChatHost host, string kind, string name, bool lift = false)
    {
        using var response = await host.Client.PostAsJsonAsync("/secrets/revoke", new Dictionary<string, object> { [kind] = name, ["lift"] = lift });
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }

    public static string Text(this JsonElement entry, string name) => entry.GetProperty(name).GetString() ?? "";
}
