using System.Globalization;
using System.Text;
using CsCheck;
using Harombe.Host.Configuration;
using Harombe.Host.Configuration.Binding;

namespace Harombe.HostTests.Configuration;

public sealed class ConfigurationPropertyTests : IDisposable
{
    private const string Valid = """
        model: anthropic/claude-x
        agent: {max_steps: 5, system_prompt: "say \"hi\""}
        plugins:
          disabled: [clock, 'files']
        server:
          host: ::1
          port: 0
          allowed_hosts:
          - a.example
        limits:
          result: 1 MiB
        security: {audit: on, hitl: {timeout: 30s}}
        memory: {rag: {top_k: 3}}
        agent: &a [*a]

        """;

    private readonly ConfigurationFolder folder = new();

    private static readonly Gen<(string Key, string Value, bool Quoted)>[] Values =
    [
        One("offline-rules", "anthropic/claude-x.1").Select(value => ("model", value, false)),
        Gen.Int[1, 200].Select(value => ("agent.max_steps", Digits(value), false)),
        Gen.String.Where(value => value.All(character => !char.IsControl(character) && !char.IsSurrogate(character)) && SecretShapes.Find(value) is null)
            .Select(value => ("agent.system_prompt", value, true)),
        Gen.Int[0, 65_535].Select(value => ("server.port", Digits(value), false)),
        One("127.0.0.1", "::1", "localhost", "127.8.8.8").Select(value => ("server.host", value, true)),
        Gen.Bool.Select(value => ("server.allow_plain_http", value ? "true" : "false", false)),
        Gen.Long[1, 1 << 20].Select(value => ("server.max_body", Digits(value) + " KiB", false)),
        Gen.Long[1 << 10, 1 << 26].Select(value => ("limits.result", Digits(value) + " B", false)),
        Gen.Int[60, 2_592_000].Select(value => ("approvals.deferred_timeout", Digits(value) + "s", true)),
        Gen.Int[1, 60].Select(value => ("security.hitl.timeout", Digits(value) + "m", false)),
        One("trace", "debug", "information", "warning", "error", "critical").Select(value => ("logs.level", value, true)),
        One("/srv/a", "/srv/b c/d").Select(value => ("data.folder", value, true)),
    ];

    // What is described is written into a second file; both must mean the same.
    [Fact]
    public void Well_typed_configuration_loads_and_its_description_loads_to_the_same_values() =>
        (from picks in Gen.Bool.Array[Values.Length]
         from values in All()
         select values.Where((_, i) => picks[i]).ToArray())
        .Sample(
            values =>
            {
                var first = folder.Loaded(Yaml(values));
                foreach (var (key, _, _) in values)
                    Assert.StartsWith("harombe.yaml:", first.Effective.Describe().Single(row => row.Key == key).Origin, StringComparison.Ordinal);
                var described = first.Effective.Describe().Where(row => values.Any(value => value.Key == row.Key)).Select(row => (row.Key, row.Value ?? "", row.Type is not ("integer" or "boolean")));
                var second = folder.Loaded(Yaml(described));
                Assert.Equal(first.Effective.Describe().Select(row => (row.Key, row.Value)), second.Effective.Describe().Select(row => (row.Key, row.Value)));
            },
            iter: 300, threads: 1);

    [Fact]
    public void Random_bytes_never_throw() => Gen.Byte.Array[0, 200].Sample(bytes => folder.LoadBytes(bytes) is not null, iter: 500, threads: 1);

    [Fact]
    public void Random_structure_never_throws() => One("a", "model", "server", "port", ":", ": ", "\n", "\n  ", "- ", "[", "]", "{", "}", ",", "&a", "*a", "!t", "\"", "'", "|", ">", "?", "---\n", "#", "\t", "1", "%", "\r", "\u0085")
        .Array[0, 40].Sample(parts => folder.LoadBytes(Encoding.UTF8.GetBytes(string.Concat(parts))) is not null, iter: 800, threads: 1);

    [Fact]
    public void Damaged_file_never_throws() => Gen.Select(Gen.Int[0, Valid.Length - 1], Gen.Int[0, 12], Gen.String[0, 3])
        .Sample((at, cut, put) => folder.LoadBytes(Encoding.UTF8.GetBytes(Valid[..at] + put + Valid[Math.Min(Valid.Length, at + cut)..])) is not null, iter: 500, threads: 1);

    [Fact]
    public void Random_variables_and_options_never_throw() => Gen.Select(Gen.String, Gen.String, One(ConfigurationKeys.All.Select(key => key.Name).ToArray()))
        .Sample(
            (name, value, key) =>
            {
                folder.Environment.Clear();
                folder.Environment[TextBinding.Prefix + name] = value;
                Assert.IsType<ConfigurationOutcome.Invalid>(folder.Load(null, null, CommandLineOverride.FromSet(name), new CommandLineOverride("--set", key, value)));
            },
            iter: 1_000, threads: 1);

    public void Dispose() => folder.Dispose();

    private static Gen<T> One<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    private static string Digits(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static Gen<(string Key, string Value, bool Quoted)[]> All() => Values.Aggregate(
        Gen.Const(Array.Empty<(string, string, bool)>()),
        (all, one) => Gen.Select(all, one, (head, last) => head.Append(last).ToArray()));

    private static string Yaml(IEnumerable<(string Key, string Value, bool Quoted)> values)
    {
        var text = new StringBuilder();
        foreach (var section in values.GroupBy(value => string.Join('.', value.Key.Split('.')[..^1])).GroupBy(group => group.Key.Split('.')[0]))
        {
            var depth = section.Key.Length == 0 ? 0 : 1;
            if (depth == 1) text.Append(section.Key).Append(":\n");
            foreach (var group in section)
            {
                var indent = new string(' ', depth * 2);
                foreach (var nested in group.Key.Split('.').Skip(1))
                {
                    text.Append(indent).Append(nested).Append(":\n");
                    indent += "  ";
                }

                foreach (var (key, value, quoted) in group)
                    text.Append(indent).Append(key.Split('.')[^1]).Append(": ").Append(quoted ? $"'{value.Replace("'", "''", StringComparison.Ordinal)}'" : value).Append('\n');
            }
        }

        return text.ToString();
    }
}
