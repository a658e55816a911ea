using Harombe.Core.Calls;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Testing.Plugins;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.HostTests.Plugins;

/// <summary>The built-in plugin http against a real server on loopback, which the configuration grants by its port.</summary>
public sealed class HttpPluginTests : IAsyncLifetime
{
    private const string Token = "pets-token-7f3a9c5e1b2d4860";

    private LocalServer server = null!; // not null: every test begins with InitializeAsync

    public async Task InitializeAsync() => server = await LocalServer.StartAsync(app =>
    {
        app.MapGet("/v1/pets/{id}", (int id) => TypedResults.Json(new { id, name = "Rex" }));
        app.MapGet("/v1/pets", () => Results.Text("[]", "application/json"));
        app.MapPost("/v1/pets", () => Results.Text("{\"id\":7}", "application/json", statusCode: 201));
        app.MapDelete("/v1/pets/{id}", () => Results.StatusCode(204));
        app.MapGet("/v1/photo", () => Results.Bytes([137, 80, 78, 71], "image/png"));
        app.MapGet("/v1/away", () => Results.Redirect("http://169.254.169.254/latest/meta-data"));
        app.MapGet("/v1/echo", (HttpRequest request) => Results.Text(request.Headers.Authorization.ToString()));
        app.MapGet("/v1/broken", () => Results.Text("out of order", statusCode: 500));
    });

    public Task DisposeAsync() => server.DisposeAsync().AsTask();

    [Fact]
    public async Task Operations_become_tools_with_risk_schema_and_host()
    {
        await using var host = await StartAsync();
        var tools = host.Services.GetRequiredService<ToolCatalog>().Current;
        var get = tools.Find("http.pets_get_pet")!.Definition; // not null: it is in the document
        Assert.Equal((Risk.Low, true, $"localhost:{server.Port}", "pets/token"), (get.Risk, get.ReadOnly, get.Hosts.Single(), get.Secrets.Single().Value));
        Assert.Equal((Risk.Medium, false), (tools.Find("http.pets_make_pet")!.Definition.Risk, tools.Find("http.pets_make_pet")!.Definition.ReadOnly)); // not null: as above
        Assert.Equal(Risk.Critical, tools.Find("http.pets_delete_pet")!.Definition.Risk); // not null: as above
        Assert.Contains("One pet. (GET /pets/{petId} of pets)", get.Description, StringComparison.Ordinal);
        Assert.Equal("integer", get.InputSchema.GetProperty("properties").GetProperty("petId").GetProperty("type").GetString());
        Assert.Empty(tools.Faults);
    }

    [Fact]
    public async Task Reading_runs_with_the_credential_that_no_plugin_and_no_result_sees()
    {
        await using var host = await StartAsync();
        var got = Assert.IsType<CallResult.Completed>(await host.CallAsync("http.pets_get_pet", """{"petId":7}"""));
        Assert.Equal("Rex", got.Content.Structured?.Value.GetProperty("name").GetString());
        Assert.Contains($"Authorization: Bearer {Token}", Assert.Single(server.Requests), StringComparison.Ordinal);
        Assert.DoesNotContain(Token, Assert.IsType<CallResult.Completed>(await host.CallAsync("http.pets_echo")).Content.PlainText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_is_no_reading_asks_first()
    {
        await using var host = await StartAsync();
        Assert.IsType<CallResult.Pending>(await host.CallAsync("http.pets_make_pet", """{"body":{"name":"Rex"}}"""));
        Assert.IsType<CallResult.Pending>(await host.CallAsync("http.pets_delete_pet", """{"petId":7}"""));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("http.pets_get_pet", """{"petId":"7/../../admin"}""", "schema.arguments")]
    [InlineData("http.pets_make_pet", """{"body":{"nme":"Rex"}}""", "schema.arguments")]
    [InlineData("http.pets_find_pets", """{"tag":".."}""", null)]
    [InlineData("http.pets_named", """{"name":".."}""", "http.path")]
    [InlineData("http.pets_broken", "{}", "http.status")]
    [InlineData("http.pets_away", "{}", "http.status")]
    public async Task Arguments_and_answers_that_are_no_good_end_with_a_rule(string tool, string arguments, string? rule)
    {
        await using var host = await StartAsync();
        var result = await host.CallAsync(tool, arguments);
        Assert.Equal(rule, result switch { CallResult.Refused refused => refused.Reason.Rule, CallResult.Failed failed => failed.Reason.Rule, _ => null });
        Assert.DoesNotContain(server.Requests, request => request.Contains("admin", StringComparison.Ordinal) || request.Contains("meta-data", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Picture_is_a_file_and_a_path_argument_is_data()
    {
        await using var host = await StartAsync();
        Assert.Equal("image/png", Assert.IsType<CallResult.Completed>(await host.CallAsync("http.pets_photo")).Content.Blocks.OfType<ContentBlock.Binary>().Single().MediaType);
        await host.CallAsync("http.pets_named", """{"name":"a/b?c#d"}""");
        Assert.Contains(server.Requests, request => request.StartsWith("GET /v1/named/a%2Fb%3Fc%23d\n", StringComparison.Ordinal) || request.StartsWith("GET /v1/named/a%2Fb?c#d\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("hosts: ['localhost:{port}']", "hosts: []", "plugin.hosts", "plugins: { http: { hosts: [localhost:")]
    [InlineData("secrets: [secret://pets/token]", "secrets: []", "plugin.secrets", "secrets: [secret://pets/token]")]
    [InlineData("deletePet: critical", "deleteCat: critical", "http.operation", "getPet")]
    [InlineData("document: pets.yaml", "document: absent.yaml", "plugin.settings", "harombe.yaml")]
    [InlineData("name: pets", "name: 'Pets!'", "plugin.settings", "harombe.yaml")]
    [InlineData("name: pets", "nmae: pets", "plugin.settings", "harombe.yaml")]
    [InlineData("document: pets.yaml", "document: data/workspace/pets.yaml", "plugin.settings", "workspace")]
    public async Task Setting_that_does_not_fit_leaves_the_plugin_out_with_the_line_to_change(string good, string bad, string rule, string why)
    {
        await using var host = await StartAsync(good, bad);
        var plugin = (await host.SendAsync("GET", "/plugins/http")).Body;
        Assert.Equal("broken", plugin.GetProperty("state").GetString());
        var fault = plugin.GetProperty("fault");
        Assert.Equal(rule, fault.GetProperty("rule").GetString());
        Assert.Contains(why, string.Join(" ", fault.EnumerateObject().Select(member => member.Value.GetString())), StringComparison.Ordinal);
    }

    private async Task<PluginHost> StartAsync(string good = "", string bad = "")
    {
        var yaml = """
              http:
                hosts: ['localhost:{port}']
                secrets: [secret://pets/token]
                apis:
                  - name: pets
                    document: pets.yaml
                    server: http://localhost:{port}/v1
                    secret: secret://pets/token
                    risks: { deletePet: critical }

            """;
        Assert.Contains(good, yaml, StringComparison.Ordinal);
        yaml = (good.Length == 0 ? yaml : yaml.Replace(good, bad, StringComparison.Ordinal)).Replace("{port}", $"{server.Port}", StringComparison.Ordinal);
        var host = await PluginHost.StartAsync(
            plugins =>
            {
                File.WriteAllText(Path.Combine(plugins, "..", "pets.yaml"), Document);
                Directory.CreateDirectory(Path.Combine(plugins, "..", "data", "workspace"));
                File.WriteAllText(Path.Combine(plugins, "..", "data", "workspace", "pets.yaml"), Document);
            },
            yaml);
        using var secret = new Secret(System.Text.Encoding.UTF8.GetBytes(Token));
        await host.Services.GetRequiredService<ISecrets>().WriteAsync(SecretName.Parse("pets/token"), secret, CancellationToken.None);
        return host;
    }

    private const string Document = """
        openapi: 3.0.3
        info: { title: Pets, version: '1' }
        servers: [{ url: 'https://api.example.com/v1' }]
        paths:
          /pets:
            get: { operationId: findPets, parameters: [{ name: tag, in: query, schema: { type: string } }], responses: { '200': { description: ok } } }
            post:
              operationId: makePet
              requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
              responses: { '201': { description: made } }
          /pets/{petId}:
            parameters: [{ name: petId, in: path, required: true, schema: { type: integer } }]
            get: { operationId: getPet, summary: One pet, responses: { '200': { description: ok } } }
            delete: { operationId: deletePet, responses: { '204': { description: gone } } }
          /named/{name}:
            get: { operationId: named, parameters: [{ name: name, in: path, required: true, schema: { type: string } }], responses: { '200': { description: ok } } }
          /photo: { get: { operationId: photo, responses: { '200': { description: ok } } } }
          /away: { get: { operationId: away, responses: { '200': { description: ok } } } }
          /echo: { get: { operationId: echo, responses: { '200': { description: ok } } } }
          /broken: { get: { operationId: broken, responses: { '200': { description: ok } } } }
        components:
          schemas:
            Pet:
              type: object
              additionalProperties: false
              required: [name]
              properties: { name: { type: string, example: Rex }, parent: { $ref: '#/components/schemas/Pet' } }
        """;
}
