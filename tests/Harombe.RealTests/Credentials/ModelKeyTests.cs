using System.Net.Http.Json;
using System.Text.Json;
using Harombe.Testing;
using Harombe.Testing.Anthropic;
using Harombe.Testing.Ollama;
using Harombe.Testing.Vault;
using Microsoft.Data.Sqlite;

namespace Harombe.RealTests.Credentials;

/// <summary>The keys of models in the host as it is started: what is left when it is killed, what Vault issues for a turn, and who is asked by the doctor.</summary>
public sealed class ModelKeyTests
{
    private const string Issued = "models/issued";

    [Fact]
    public async Task A_host_that_was_killed_while_the_model_spoke_gives_the_key_back_at_its_next_start()
    {
        await using var model = await AnthropicServer.StartAsync();
        await using var host = await StartAsync(model);
        model.Script.Add(new ScriptedReply([new ScriptedBlock.Text(["Once ", "upon"])]) { End = StreamEnd.Waits });
        var session = await host.Owner.BeginAsync("tell me a story");
        await Eventually.BeAsync("the request", () => model.Accepted.Count == 1);
        var lease = Assert.Single(await host.Owner.AuditAsync("lease.granted")).GetProperty("lease").GetString();
        Assert.Empty(await host.Owner.AuditAsync("lease.revoked"));

        model.Script.Text("Again, then.");
        await host.RestartAsync();
        await host.Owner.EndOfTurnAsync(session);

        var ends = await Eventually.SeeAsync("both leases over", async () => await host.Owner.AuditAsync("lease.revoked") is { Count: 2 } two ? two : null);
        Assert.Equal("recovered", ends.Single(end => end.GetProperty("lease").GetString() == lease).GetProperty("how").GetString());
        Assert.Equal("ended", ends.Single(end => end.GetProperty("lease").GetString() != lease).GetProperty("how").GetString());
    }

    [Fact]
    public async Task The_doctor_has_the_running_host_try_the_model_and_at_rest_tries_it_itself()
    {
        await using var model = await AnthropicServer.StartAsync();
        await using var host = await StartAsync(model);
        model.Script.Text("ok");

        Assert.Equal(("Works", "answers"), await ExamineAsync(host));

        var lease = await Eventually.SeeAsync("the lease over", async () => (await host.Owner.AuditAsync("lease.revoked")).SingleOrDefault() is { ValueKind: JsonValueKind.Object } one ? one.ToString() : null);
        Assert.Contains("\"owner\"", lease, StringComparison.Ordinal);

        // A provider that repeats the key in its error.
        model.Script.Fails(ApiError.Invalid($"what is {AnthropicServer.Key} ?"));
        var (health, said) = await ExamineAsync(host);
        Assert.Equal("Fails", health);
        Assert.DoesNotContain(AnthropicServer.Key[15..], said, StringComparison.Ordinal);

        Assert.Equal(0, (await host.Program.RunAsync("secrets", "revoke", "--tool", "model__anthropic")).ExitCode);
        (health, said) = await ExamineAsync(host);
        Assert.Equal("Fails", health);
        Assert.Contains("revoked in an emergency", said, StringComparison.Ordinal);

        await host.TerminateAsync();
        (health, said) = await ExamineAsync(host);
        Assert.Equal("Fails", health);
        Assert.Contains("revoked in an emergency", said, StringComparison.Ordinal);
        Assert.Equal(2, model.Requests.Count);
    }

    [Fact]
    public async Task What_an_engine_issues_is_the_key_of_one_turn_and_is_given_back_to_it()
    {
        using var folder = new TemporaryFolder();
        await using var vault = await VaultServer.StartAsync(TimeProvider.System);
        await using var model = await OllamaServer.StartAsync();
        using var admin = new HttpClient { BaseAddress = new Uri(vault.Url, "/v1/") };
        admin.DefaultRequestHeaders.Add("X-Vault-Token", vault.RootToken);
        (await admin.PostAsJsonAsync("sys/mounts/secret", new { type = "kv", options = new { version = "2" } })).EnsureSuccessStatusCode();
        (await admin.PostAsJsonAsync("sys/mounts/database", new { type = "database" })).EnsureSuccessStatusCode();
        (await admin.PostAsJsonAsync("database/roles/model", new { db_name = "x", default_ttl = 600, max_ttl = 3600 })).EnsureSuccessStatusCode();
        await File.WriteAllTextAsync(folder["token"], vault.RootToken);
        await using var host = await HostProcess.StartAsync(
            ("security.credentials.method", "vault"),
            ("security.credentials.profile", "vault-only"),
            ("security.credentials.vault_addr", vault.Url.ToString()),
            ("security.credentials.vault_credential_file", folder["token"]),
            ("security.credentials.vault_paths", $"{Issued}=database/creds/model#password"),
            ("model", "issued"),
            ("models.issued.provider", "ollama"),
            ("models.issued.model", OllamaServer.Model),
            ("models.issued.base_url", model.Url.ToString()),
            ("models.issued.secret", $"secret://{Issued}"));
        var first = model.Script.Add(new ScriptedReply([new ScriptedBlock.Text(["One", "."])]) { End = StreamEnd.Waits });
        model.Script.Text("Two.");

        var session = await host.Owner.BeginAsync("hello");
        await Eventually.BeAsync("the request", () => model.Requests.Count == 1);
        var lease = EngineLease(host);
        Assert.Equal(System.Net.HttpStatusCode.OK, await LookUpAsync(admin, lease));
        first.GoOn();
        await host.Owner.EndOfTurnAsync(session);
        await host.Owner.ChatAsync("hello again");

        await Eventually.SeeAsync("both leases over", async () => await host.Owner.AuditAsync("lease.revoked") is { Count: 2 } two ? two : null);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, await LookUpAsync(admin, lease));
        var keys = model.Requests.Select(request => request.Headers["Authorization"]).ToList();
        Assert.Equal(2, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Matches("^Bearer [0-9A-F]{10}-[0-9A-F]{10}$", key));
        Assert.All(keys, key => Assert.DoesNotContain(key["Bearer ".Length..], host.Output, StringComparison.Ordinal));
    }

    // What the host wrote down of the one lease that is under way.
    private static string EngineLease(HostProcess host)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(host.DataFolder, "state.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT engine_leases FROM leases";
        return ((string)command.ExecuteScalar()!).Trim(); // not null: the column is never so, and the row is there while the turn runs
    }

    private static async Task<System.Net.HttpStatusCode> LookUpAsync(HttpClient admin, string lease)
    {
        using var found = await admin.PostAsJsonAsync("sys/leases/lookup", new { lease_id = lease });
        return found.StatusCode;
    }

    private static async Task<HostProcess> StartAsync(AnthropicServer model)
    {
        var host = await HostProcess.StartAsync(("model", $"anthropic/{AnthropicServer.Model}"), ("models.anthropic.base_url", model.Url.ToString()), ("server.drain", "0s"));
        using var key = await host.Owner.SendAsync(new HttpRequestMessage(HttpMethod.Put, "/secrets/anthropic/api_key") { Content = JsonContent.Create(new { value = AnthropicServer.Key }) });
        Assert.True(key.IsSuccessStatusCode, await key.Content.ReadAsStringAsync());
        return host;
    }

    private static async Task<(string Health, string Detail)> ExamineAsync(HostProcess host)
    {
        var examined = await host.Program.RunAsync("doctor", "--json");
        Assert.DoesNotContain(AnthropicServer.Key[15..], examined.Out + examined.Error, StringComparison.Ordinal);
        var step = JsonElement.Parse(examined.Out).GetProperty("steps").EnumerateArray().Single(finding => finding.GetProperty("step").GetString() == "model");
        var detail = step.GetProperty("detail").GetString()!; // not null: every step says something
        return (step.GetProperty("health").GetString()!, detail.EndsWith(" answers", StringComparison.Ordinal) ? "answers" : detail); // not null: every step has one
    }
}
