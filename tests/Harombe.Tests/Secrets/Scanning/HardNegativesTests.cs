namespace Harombe.Tests.Secrets.Scanning;

/// <summary>What looks like a secret and is none. Flagging these is what makes people switch a scanner off.</summary>
public sealed class HardNegativesTests
{
    [Theory]
    [InlineData("commit da39a3ee5e6b4b0d3255bfef95601890afd80709")]
    [InlineData("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("id: 550e8400-e29b-41d4-a716-446655440000")]
    [InlineData("token: 550e8400-e29b-41d4-a716-446655440000")]
    [InlineData("\"integrity\": \"sha512-9pFCZqBCYj5w4OIrTn8Hq7XyZk0J3nVbU1sR2tQaLwEoPmGdKfNcAiBvHxSzUyW4D6e8Mh0gTjRlCq5VkIuXbA==\"")]
    [InlineData("<PackageReference Include=\"xunit\" Version=\"2.9.3\" />")]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]
    [InlineData("ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("ghp_1234567890abcdefghijklmnopqrstuvwxyz")]
    [InlineData("OPENAI_API_KEY=sk-your-api-key-goes-here-0123")]
    [InlineData("ANTHROPIC_API_KEY=sk-ant-...")]
    [InlineData("password = os.environ[\"DB_PASSWORD\"]")]
    [InlineData("password: ${DB_PASSWORD}")]
    [InlineData("password=$DB_PASSWORD1234")]
    [InlineData("password: {{ vault.db_password_2 }}")]
    [InlineData("api_key: secret://github/token2")]
    [InlineData("api_key: hrbph_0123456789abcdef01234567")]
    [InlineData("Authorization: Bearer hrbph_0123456789abcdef01234567")]
    [InlineData("https://user:hrbph_0123456789abcdef01234567@x.test")]
    [InlineData("\"password\": \"[redacted: labelled password]\"")]
    [InlineData("\"password\": \"⟦db-password⟧\"")]
    [InlineData("Password: <your password here 123>")]
    [InlineData("password: changeme123")]
    [InlineData("var token = reader.GetNextToken2();")]
    [InlineData("string password, CancellationToken cancellationToken")]
    [InlineData("cancellationToken: cancellationToken);")]
    [InlineData("tokens = tokenizer.encode(text, max_length=512)")]
    [InlineData("max_tokens: 4096000000000000000")]
    [InlineData("public const string Token = \"application/json; charset\";")]
    [InlineData("the secret: never give up, whatever they say")]
    [InlineData("password_hash: $2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW")]
    [InlineData("key-value store, sk-learn, risk-free, task-1234567890, disk-ab12cd34")]
    [InlineData("bearer of good news, basic understanding: none")]
    [InlineData("https://x.test:8080/a@b")]
    [InlineData("mailto://ada@x.test and git+ssh://git@github.com:owner/repo.git")]
    [InlineData("postgres://user:password@localhost:5432/db")]
    [InlineData("postgres://user:${PASSWORD}@localhost:5432/db")]
    [InlineData("https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX")]
    [InlineData("eyJjb2xvdXIiOiJibHVlIn0")]
    [InlineData("xoxb-your-token-here-please-change")]
    [InlineData("hrb_is_our_prefix and hrbph_ is the placeholder's")]
    [InlineData("npm_config_registry=https://packages.example.org/ npm_lifecycle_event=test")]
    [InlineData("secret_rotation_enabled_for_all_services = true")]
    [InlineData("github_pat_ and glpat- begin tokens")]
    [InlineData("user = User.find(id)\npassword = params.fetch(:password)")]
    [InlineData("const user = req.user;\nconst password = hashedPassword;")]
    [InlineData("username=username,\npassword=password,")]
    [InlineData("def connect(user, password=None, host='localhost'):")]
    [InlineData("<password type=\"string\">required</password>")]
    [InlineData("password reset, password policy, password SHA256 and Base64 of it, OAuth2 pw flow")]
    [InlineData("ID/PW: see the wiki")]
    [InlineData("ssh -p 2222 ada@10.0.0.7")]
    [InlineData("no enable password OldOne7")]
    [InlineData("! enable secret example")]
    [InlineData("snmp-server community public RO")]
    [InlineData("clientId: 4f0c9b72-e81d-36a5-940b-e7f2c1d8a360")]
    [InlineData("PASSWORDS:\n  - name: reset\n  - name: change")]
    [InlineData("password: \"{password}\"")]
    [InlineData("Server={0};Uid={1};Pwd={2};Database={3}")]
    [InlineData("pg_connect(\"host=$host user=$user password=$password\")")]
    [InlineData("mysqli_connect($host, $user, $password)")]
    [InlineData("(1, 'ada', '$2y$12$s.YfVZdfvAuO/Iz6fte5iO..ZbbEgreZnDcYOGvX4NGJskYQIstcG', 1)")]
    [InlineData("X-Acme-Signature: 9f0c9b72e81d36a5940be7f2c1d8a3604f0c9b72e81d36a5940be7f2c1d8a360")]
    [InlineData("kind: ExternalSecret\nspec:\n  data:\n    - secretKey: door-key\n      remoteRef:\n        key: door")]
    [InlineData("kind: Secret\ndata:\n  csrf: \"\"\n  name: ordinary words\n")]
    [InlineData("tool push --api-key Rk83vQmzTw2xYd17... --source x")]
    [InlineData("acme_pk_Rk83vQmzTw2xYd17cHjfLb05 and build_4f0c9b72e81d36a5940be7f2c1d8a360 and chunk_Rk83vQmzTw2xYd17cHjfLb05.js")]
    [InlineData("req_Rk83vQmzTw2xYd17cHjfLb05 asked call_Rk83vQmzTw2xYd17cHjfLb05 of customer cus_Rk83vQmzTw2xYd17cHjfLb05")]
    [InlineData("https://ada.lovelace@x.test/ and ssh://git@git.example.net/ada/door.git and https://registry-publisher-account@x.test")]
    [InlineData("dist/main_Rk83vQmzTw2xYd17cHjfLb05.css")]
    [InlineData("password: %SourcePassword%")]
    [InlineData("PASSWORD_FORM = r\"^(?=.*[A-Z])(?=.*\\d).{12,}$\"")]
    [InlineData("mongodb+srv://<username>:<password>@cluster7.example.net/sales")]
    [InlineData("TOKEN_ADDRESS = \"0x4f0c9b72e81d36a5940be7f2c1d8a3604f0c9b72\"")]
    [InlineData("accessToken = 'pk.eyJ1IjoicmVwb3J0cyIsImEiOiJjazR2OXpxZ3gifQ.Rk83vQmzTw2xYd17cHjfLb'")]
    [InlineData("SENTRY_DSN=https://4f0c9b72e81d36a5940be7f2c1d8a360@sentry.example.net/4")]
    [InlineData("password: ENC[AES256_GCM,data:Rk83vQmzTw2x,iv:Yd17cHjfLb05,type:str]")]
    [InlineData("--token-secret: #e91e63aa;")]
    [InlineData("a key for 3DES-192 and a token for v2.0")]
    [InlineData("account AC4f0c9b72e81d36a5940be7f2c1d8a360 sent it")]
    [InlineData("tcp 0.0.0.0:5432:5432 postgres:16")]
    public void Passes(string text) => Assert.Empty(Scans.Plain.Scan(text).Select(f => $"{f.Kind}: {text.Substring(f.Start, f.Length)}"));

    [Fact]
    public void Base64_of_images_and_random_bytes_passes()
    {
        var random = new Random(11);
        for (var i = 0; i < 200; i++)
        {
            var bytes = new byte[10_000];
            random.NextBytes(bytes);
            var text = "data:image/png;base64," + Convert.ToBase64String(bytes);
            Assert.Empty(Scans.Plain.Scan(text).Select(f => $"{f.Kind}: {text.Substring(f.Start, f.Length)}"));
        }
    }

    [Fact]
    public void Lock_file_of_two_thousand_packages_passes()
    {
        var random = new Random(12);
        var digest = new byte[64];
        var text = string.Join('\n', Enumerable.Range(0, 2000).Select(i =>
        {
            random.NextBytes(digest);
            return $"  \"node_modules/p{i}\": {{ \"resolved\": \"https://packages.example.org/p/-/p-{i}.tgz#{Convert.ToHexStringLower(digest[..20])}\", \"integrity\": \"sha512-{Convert.ToBase64String(digest)}\" }},";
        }));
        Assert.Empty(Scans.Plain.Scan(text));
    }
}
