using Harombe.Host.Configuration;

namespace Harombe.HostTests.Configuration;

public sealed class SecretInConfigurationTests : IDisposable
{
    private const string Canary = "C4n4ryV4lue0123456789";
    private readonly ConfigurationFolder folder = new();

    public static TheoryData<string, string, string> Files => new()
    {
        { "models:\n  anthropic:\n    secret: " + Canary + "\n", "models.anthropic.secret", "harombe secrets set anthropic/api_key" },
        { "models:\n  anthropic:\n    secret: sk-ant-" + Canary + "\n", "models.anthropic.secret", "harombe secrets set anthropic/api_key" },
        { "models:\n  anthropic:\n    api_key: " + Canary + "\n", "models.anthropic.api_key", "harombe secrets set anthropic/api_key" },
        { "github:\n  token: " + Canary + "\n", "github.token", "harombe secrets set github/token" },
        { "github:\n  servers:\n  - bot_password: " + Canary + "\n", "github.servers.bot_password", "harombe secrets set servers/bot_password" },
        { "password: 12345\n", "password", "harombe secrets set password" },
        { "model: sk-ant-" + Canary + "\n", "model", "harombe secrets set anthropic/api_key" },
        { "server:\n  port: sk-" + Canary + "\n", "server.port", "harombe secrets set openai/api_key" },
        { "logs:\n  level: ghp_" + Canary + "\n", "logs.level", "harombe secrets set github/token" },
        { "plugins:\n  disabled: [AKIA" + "ABCDEFGHIJKLMNOP" + "]\n", "plugins.disabled[0]", "harombe secrets set aws/access_key" },
        { "memory:\n  x: xoxb-" + Canary + "\n", "memory.x", "harombe secrets set slack/token" },
        { "agent:\n  system_prompt: |\n    use this\n    -----BEGIN RSA PRIVATE KEY-----\n    " + Canary + "\n", "agent.system_prompt", "harombe secrets set private_key" },
        { "models:\n  anthropic:\n    base_url: https://user:" + Canary + "@proxy.example\n", "models.anthropic.base_url", "harombe secrets set password" },
        { "mcp:\n  external_servers:\n  - env: {GITHUB_TOKEN: " + Canary + "}\n", "mcp.external_servers.env.GITHUB_TOKEN", "harombe secrets set env/github_token" },
        { "server:\n  - sk-ant-" + Canary + "\n", "server", "harombe secrets set anthropic/api_key" },
        { "- sk-ant-" + Canary + "\n", "", "harombe secrets set anthropic/api_key" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Secret_in_the_file_is_refused_and_never_repeated(string yaml, string key, string remedy)
    {
        var faults = folder.Faults(yaml);
        Assert.Contains(faults, fault => fault.Kind == FaultKind.Secret && fault.Key == key && fault.Remedy.Contains(remedy, StringComparison.Ordinal));
        Silent(faults);
    }

    [Theory]
    [InlineData("sk-ant-" + Canary + ": 1\n")]
    [InlineData("server:\n  ghp_" + Canary + ": 1\n")]
    [InlineData("models:\n  anthropic:\n    secret: secret://" + Canary + "\n")]
    [InlineData("model: sk-ant-" + Canary + ": 1\n")]
    [InlineData("model: &sk-ant-" + Canary + " x\n")]
    [InlineData("model: *sk-ant-" + Canary + "\n")]
    [InlineData("model: !sk-ant-" + Canary + " x\n")]
    [InlineData("model: \"sk-ant-" + Canary + "\n")]
    [InlineData("model: [sk-ant-" + Canary + "\nx: y\n")]
    [InlineData("server:\n  port: eyJhbGciOiJIUzI1NiJ9eyJzdWIiOiJ" + Canary + "\n")]
    public void Secret_in_an_odd_place_is_never_repeated(string yaml) => Silent(folder.Faults(yaml));

    [Fact]
    public void Secret_in_the_environment_is_refused_and_never_repeated()
    {
        folder.Environment["HAROMBE__MODELS__ANTHROPIC__SECRET"] = "sk-ant-" + Canary;
        folder.Environment["HAROMBE__GITHUB__TOKEN"] = Canary;
        folder.Environment["HAROMBE__SK-ANT-" + Canary.ToUpperInvariant()] = "1";
        var faults = folder.Faults();
        Assert.Contains(faults, fault => fault is { Kind: FaultKind.Secret, Key: "models.anthropic.secret" });
        Assert.Contains(faults, fault => fault is { Kind: FaultKind.Secret, Key: "github.token" });
        Silent(faults);
    }

    [Fact]
    public void Secret_on_the_command_line_is_refused_and_never_repeated()
    {
        var faults = folder.Faults(null, CommandLineOverride.FromSet("model=sk-ant-" + Canary), CommandLineOverride.FromSet("sk-ant-" + Canary));
        Assert.Contains(faults, fault => fault is { Kind: FaultKind.Secret, Key: "model" });
        Silent(faults);
    }

    [Fact]
    public void Reference_to_a_secret_is_accepted_and_shown()
    {
        var loaded = folder.Loaded("models:\n  anthropic:\n    secret: secret://team/claude\n");
        Assert.Equal("team/claude", loaded.Configuration.Model.Anthropic.Secret?.Name);
        Assert.Contains(loaded.Effective.Describe(), row => row is { Key: "models.anthropic.secret", Value: "secret://team/claude" });
    }

    [Theory]
    [InlineData("max_tokens", false)]
    [InlineData("bot-token", true)]
    [InlineData("apiKey", true)]
    [InlineData("API_KEY", true)]
    [InlineData("passphrase", true)]
    [InlineData("keyboard", false)]
    public void Name_of_a_key_tells_whether_it_holds_a_secret(string name, bool secret) => Assert.Equal(secret, SecretShapes.IsSecretName(name));

    public void Dispose() => folder.Dispose();

    private static void Silent(IReadOnlyList<ConfigurationFault> faults) =>
        Assert.All(faults, fault => Assert.DoesNotContain(Canary, fault.ToString(), StringComparison.OrdinalIgnoreCase));
}
