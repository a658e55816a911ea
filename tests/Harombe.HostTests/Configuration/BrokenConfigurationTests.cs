using Harombe.Host.Configuration;

namespace Harombe.HostTests.Configuration;

public sealed class BrokenConfigurationTests : IDisposable
{
    private readonly ConfigurationFolder folder = new();

    // name, file, line:column, kind, key, part of the reason, part of the remedy
    public static TheoryData<string, string, string, string, string, string, string> Files => new()
    {
        { "unknown root key", "modle: offline-rules\n", "1:1", "UnknownKey", "modle", "not a known key", "Did you mean model?" },
        { "unknown nested key", "server:\n  prot: 1\n", "2:3", "UnknownKey", "server.prot", "not a known key", "Did you mean server.port?" },
        { "right name, wrong section", "port: 8000\n", "1:1", "UnknownKey", "port", "not a known key", "Did you mean server.port?" },
        { "hyphen for underscore", "agent:\n  max-steps: 3\n", "2:3", "UnknownKey", "agent.max-steps", "not a known key", "Did you mean agent.max_steps?" },
        { "wrong case", "Server:\n  port: 1\n", "1:1", "UnknownKey", "Server", "not a known key", "Did you mean server?" },
        { "dotted name", "\"server.port\": 1\n", "1:1", "UnknownKey", "server.port", "not a known key", "server.port" },
        { "nothing near", "zzzzzz: 1\n", "1:1", "UnknownKey", "zzzzzz", "not a known key", "harombe config keys" },
        { "merge key", "<<: {model: x}\n", "1:1", "UnknownKey", "<<", "not a known key", "Remove it" },
        { "text for a number", "server:\n  port: many\n", "2:9", "WrongType", "server.port", "must be a whole number, but is \"many\"", "0 to 65535" },
        { "quoted number", "server:\n  port: \"8000\"\n", "2:9", "WrongType", "server.port", "is the text \"8000\"", "Remove the quotes" },
        { "octal", "server:\n  port: 0700\n", "2:9", "WrongType", "server.port", "whole number", "decimal digits" },
        { "exponent", "agent:\n  max_steps: 1e2\n", "2:14", "WrongType", "agent.max_steps", "whole number", "1 to 200" },
        { "port too large", "server:\n  port: 65536\n", "2:9", "OutOfRange", "server.port", "out of range", "0 to 65535" },
        { "number beyond 64 bits", "server:\n  port: 99999999999999999999\n", "2:9", "OutOfRange", "server.port", "out of range", "0 to 65535" },
        { "no steps", "agent: {max_steps: 0}\n", "1:20", "OutOfRange", "agent.max_steps", "out of range", "1 to 200" },
        { "negative", "agent: {max_steps: -1}\n", "1:20", "OutOfRange", "agent.max_steps", "out of range", "1 to 200" },
        { "yes for a boolean", "server:\n  allow_plain_http: yes\n", "2:21", "WrongType", "server.allow_plain_http", "true or false", "lower case" },
        { "quoted boolean", "server:\n  allow_plain_http: 'true'\n", "2:21", "WrongType", "server.allow_plain_http", "is the text", "without quotes" },
        { "number for a text", "agent:\n  system_prompt: 42\n", "2:18", "WrongType", "agent.system_prompt", "is a number", "quotes" },
        { "boolean for a path", "data:\n  folder: true\n", "2:11", "WrongType", "data.folder", "is a boolean", "quotes" },
        { "no value", "server:\n  port:\n", "2:8", "WrongType", "server.port", "has no value", "remove it" },
        { "null", "logs:\n  level: null\n", "2:10", "WrongType", "logs.level", "has no value", "remove it" },
        { "list for a value", "server:\n  port: [1]\n", "2:9", "WrongType", "server.port", "but is a list", "single value" },
        { "group for a value", "model:\n  name: x\n", "2:3", "WrongType", "model", "but is a group", "single value" },
        { "value for a group", "server: 8000\n", "1:9", "WrongType", "server", "must be a group of keys", "host, port" },
        { "list for a group", "server:\n- port: 1\n", "2:1", "WrongType", "server", "must be a group of keys", "port" },
        { "value for a list", "plugins:\n  disabled: clock\n", "2:13", "WrongType", "plugins.disabled", "single value", "- value" },
        { "group in a list", "plugins:\n  disabled: [{a: b}]\n", "2:14", "WrongType", "plugins.disabled[0]", "group of keys", "per item" },
        { "nothing in a list", "plugins:\n  disabled:\n  - clock\n  -\n", "4:4", "WrongType", "plugins.disabled[1]", "has no value", "remove it" },
        { "bad word", "logs:\n  level: debgu\n", "2:10", "OutOfRange", "logs.level", "no value \"debgu\"", "Did you mean debug?" },
        { "shortened word", "logs:\n  level: info\n", "2:10", "OutOfRange", "logs.level", "no value \"info\"", "Did you mean information?" },
        { "duration without unit", "security:\n  hitl:\n    timeout: 60\n", "3:14", "WrongType", "security.hitl.timeout", "has no unit", "60s" },
        { "duration with a strange unit", "approvals:\n  deferred_timeout: 3w\n", "2:21", "WrongType", "approvals.deferred_timeout", "unknown unit", "ms, s, m, h or d" },
        { "duration too long", "approvals:\n  deferred_timeout: 31d\n", "2:21", "OutOfRange", "approvals.deferred_timeout", "out of range", "1m to 30d" },
        { "duration that overflows", "approvals:\n  deferred_timeout: 999999999999999d\n", "2:21", "OutOfRange", "approvals.deferred_timeout", "out of range", "30d" },
        { "size without unit", "limits:\n  result: 1024\n", "2:11", "WrongType", "limits.result", "has no unit", "1024 B" },
        { "ambiguous size", "limits:\n  result: 4 MB\n", "2:11", "WrongType", "limits.result", "ambiguous unit", "4 MiB" },
        { "size too large", "limits:\n  arguments: 2 GiB\n", "2:14", "OutOfRange", "limits.arguments", "out of range", "64 MiB" },
        { "unknown provider", "model: antropic/x\n", "1:8", "OutOfRange", "model", "no known provider", "Did you mean anthropic?" },
        { "unknown model", "model: offline-rule\n", "1:1", "OutOfRange", "model", "no known model", "Did you mean offline-rules?" },
        { "model that has no name below models", "model: fats\nmodels:\n  fast:\n    provider: openai\n    model: gpt\n", "1:1", "OutOfRange", "model", "no known model", "Did you mean fast?" },
        { "provider's name for a model", "models:\n  openai:\n    model: gpt\n", "3:5", "Conflict", "models.openai.model", "provider's name", "Choose another name" },
        { "model without provider", "models:\n  fast:\n    model: gpt\n", "3:5", "Conflict", "models.fast.provider", "is missing", "anthropic" },
        { "model without id", "models:\n  fast:\n    provider: ollama\n", "3:5", "Conflict", "models.fast.model", "is missing", "provider calls" },
        { "fallback to nothing", "models:\n  fast:\n    provider: openai\n    model: gpt\n    fallback: [slow]\n", "5:5", "OutOfRange", "models.fast.fallback", "no known model", "models" },
        { "named model in the clear", "models:\n  fast:\n    provider: openai\n    model: gpt\n    base_url: http://10.0.0.7/v1\n", "5:5", "Conflict", "models.fast.base_url", "unencrypted", "Use https" },
        { "provider without model", "model: anthropic/\n", "1:8", "WrongType", "model", "model id", "anthropic/" },
        { "wildcard address", "server:\n  host: '*'\n", "2:9", "WrongType", "server.host", "must be an address", "0.0.0.0" },
        { "name as address", "server:\n  host: harombe.example\n", "2:9", "WrongType", "server.host", "is the name", "server.allowed_hosts" },
        { "short form of an address", "server:\n  host: '127.1'\n", "2:9", "WrongType", "server.host", "must be an address", "without port" },
        { "pattern in hosts", "server:\n  allowed_hosts: ['*.example']\n", "2:19", "WrongType", "server.allowed_hosts[0]", "is the pattern", "every host" },
        { "origin with a path", "server:\n  allowed_origins: ['https://a.example/x']\n", "2:21", "WrongType", "server.allowed_origins[0]", "must be an origin", "scheme, host and port" },
        { "any origin", "server:\n  allowed_origins: ['*']\n", "2:21", "WrongType", "server.allowed_origins[0]", "must be one origin", "every origin" },
        { "URL of another scheme", "models:\n  anthropic:\n    base_url: file:///etc\n", "3:15", "WrongType", "models.anthropic.base_url", "must be a URL", "https://" },
        { "key sent in the clear", "models:\n  anthropic:\n    base_url: http://proxy.example\n", "3:5", "Conflict", "models.anthropic.base_url", "unencrypted", "Use https" },
        { "variable in a path", "data:\n  folder: $HOME/x\n", "2:11", "WrongType", "data.folder", "variables are not expanded", "~/" },
        { "half a TLS pair", "server:\n  tls:\n    certificate: harombe.yaml\n", "3:5", "Conflict", "server.tls.certificate", "without server.tls.key", "Set server.tls.key" },
        { "missing certificate", "server:\n  tls:\n    certificate: no.pem\n    key: harombe.yaml\n", "3:5", "Conflict", "server.tls.certificate", "does not exist", "Correct the path" },
        { "missing plugin folder", "plugins:\n  folders: [no]\n", "2:3", "Conflict", "plugins.folders[0]", "does not exist", "remove the item" },
        { "open to others without TLS", "server:\n  host: 0.0.0.0\n", "2:3", "Conflict", "server.host", "without TLS", "allow_plain_http" },
        { "workspace is the data folder", "data: {folder: d}\nworkspace:\n  folder: d\n", "3:3", "Conflict", "workspace.folder", "is the data folder itself", "outside" },
        { "workspace around the data folder", "data: {folder: d/e}\nworkspace:\n  folder: d\n", "3:3", "Conflict", "workspace.folder", "contains the data folder", "outside" },
        { "workspace among databases", "data: {folder: d}\nworkspace:\n  folder: d/state\n", "3:3", "Conflict", "workspace.folder", "among the databases", "<data.folder>/workspace" },
        { "workspace around the file", "data: {folder: /srv/harombe-data}\nworkspace:\n  folder: .\n", "3:3", "Conflict", "workspace.folder", "contains the configuration file", "folder of its own" },
        { "logs in the workspace", "workspace: {folder: w}\nlogs: {folder: w/l}\n", "1:13", "Conflict", "workspace.folder", "contains logs.folder", "move logs.folder" },
        { "file as data folder", "data:\n  folder: harombe.yaml\n", "2:3", "Conflict", "data.folder", "a file where a folder", "Name a folder" },
        { "audit off", "security:\n  audit: off\n", "2:10", "Conflict", "security.audit", "the audit log cannot be switched off", "Write on" },
        { "audit false", "security:\n  audit: false\n", "2:10", "Conflict", "security.audit", "the audit log cannot be switched off", "Write on" },
        { "vault nowhere", "security:\n  credentials:\n    method: vault\n", "3:5", "Conflict", "security.credentials.method", "nobody says where Vault is", "Set security.credentials.vault_addr" },
        { "vault in the clear", "security:\n  credentials:\n    method: vault\n    vault_addr: http://vault.example.com:8200\n", "4:5", "Conflict", "security.credentials.vault_addr", "unencrypted to another machine", "Use https" },
        { "vault without a role", "security:\n  credentials:\n    method: vault\n    vault_addr: https://vault.example.com\n    vault_login: approle\n", "5:5", "Conflict", "security.credentials.vault_login", "needs a role", "Set security.credentials.vault_role" },
        { "vault only without vault", "security:\n  credentials:\n    profile: vault-only\n", "3:5", "Conflict", "security.credentials.profile", "refuses every lease", "Set security.credentials.method: vault" },
        { "no place in vault", "security:\n  credentials:\n    method: vault\n    vault_addr: https://vault.example.com\n    vault_paths: [db/password]\n", "5:5", "Conflict", "security.credentials.vault_paths", "no name, '=', path, '#' and field", "Write it as" },
        { "vault token", "security:\n  credentials:\n    method: vault\n    vault_addr: https://vault.example.com\n    vault_credential: secret://github/token\n", "5:5", "Conflict", "security.credentials.vault_credential", "must be a name below vault/", "Write secret://vault/credential" },
        { "isolation", "security:\n  isolation: gvisor\n", "2:14", "NotYet", "security.isolation", "not yet: a sandbox", "Remove the key" },
        { "unknown isolation", "security:\n  isolation: nona\n", "2:14", "OutOfRange", "security.isolation", "no value", "Write none" },
        { "memory", "memory:\n  enabled: true\n", "2:3", "NotYet", "memory.enabled", "not yet: conversation memory arrives with semantic memory; remove the key to start", "Remove the key" },
        { "memory as a value", "memory: on\n", "1:1", "NotYet", "memory", "not yet", "Remove the key" },
        { "vector store", "memory:\n  vector_store:\n    url: x\n", "3:5", "NotYet", "memory.vector_store.url", "not yet: a vector store", "Remove the key" },
        { "recall", "memory: {rag: {top_k: 5}}\n", "1:16", "NotYet", "memory.rag.top_k", "not yet: recall", "Remove the key" },
        { "upstream without a place", "mcp:\n  external_servers:\n  - name: x\n", "3:5", "WrongType", "mcp.external_servers[0]", "says neither command nor url", "Write command" },
        { "upstream without a name", "mcp:\n  external_servers:\n  - command: x\n", "3:5", "WrongType", "mcp.external_servers[0].name", "is missing", "Use 1 to 24" },
        { "upstream with a strange name", "mcp:\n  external_servers:\n  - {name: A__b, command: x}\n", "3:6", "WrongType", "mcp.external_servers[0].name", "is no name of a server", "Use 1 to 24" },
        { "upstream with the name of the models", "mcp:\n  external_servers:\n  - {name: model, command: x}\n", "3:6", "WrongType", "mcp.external_servers[0].name", "is no name of a server", "not harombe or model" },
        { "upstream that is not started here with reveal", "mcp:\n  external_servers:\n  - {name: a, url: 'https://example.com/mcp', reveal: true}\n", "3:47", "WrongType", "mcp.external_servers[0].reveal", "is for a server that is started here", "Remove it" },
        { "upstream in the clear", "mcp:\n  external_servers:\n  - {name: a, url: 'http://example.com/mcp'}\n", "3:15", "WrongType", "mcp.external_servers[0].url", "unencrypted to another machine", "Use https" },
        { "upstream by address", "mcp:\n  external_servers:\n  - {name: a, url: 'https://169.254.169.254/mcp'}\n", "3:15", "WrongType", "mcp.external_servers[0].url", "names its host by an address", "Write the host's name" },
        { "upstream twice", "mcp:\n  external_servers:\n  - {name: a, command: x}\n  - {name: a, command: y}\n", "4:6", "WrongType", "mcp.external_servers[1].name", "is the name of another server", "Rename one" },
        { "upstream with an unknown key", "mcp:\n  external_servers:\n  - {name: a, command: x, nam: y}\n", "3:27", "WrongType", "mcp.external_servers[0].nam", "is not a known key", "Remove it" },
        { "upstream with a time without unit", "mcp:\n  external_servers:\n  - {name: a, command: x, timeout: '5'}\n", "3:27", "WrongType", "mcp.external_servers[0].timeout", "is no time", "Write it as in" },
        { "upstreams as a group", "mcp:\n  external_servers:\n    name: x\n", "3:5", "WrongType", "mcp.external_servers", "must be a list of groups", "Write a single value" },
        { "container", "security:\n  containers:\n    py:\n      image: x\n", "4:7", "NotYet", "security.containers.py.image", "not yet", "Remove the key" },
        { "unknown key of a container", "security:\n  containers:\n    py:\n      imgae: x\n", "4:7", "UnknownKey", "security.containers.py.imgae", "not a known key", "image" },
        { "duplicate key", "model: offline-rules\nserver: {port: 1}\nmodel: offline-rules\n", "3:1", "Duplicate", "model", "is given twice, first in line 1", "Keep one" },
        { "duplicate section", "server: {port: 1}\nserver: {host: '::1'}\n", "2:1", "Duplicate", "server", "first in line 1", "Keep one" },
        { "two documents", "model: offline-rules\n---\nmodel: offline-rules\n", "2:1", "Syntax", "", "second document", "Keep one document" },
        { "list at the root", "- model\n", "1:1", "WrongType", "", "holds a list", "key: value" },
        { "value at the root", "model\n", "1:1", "WrongType", "", "single value", "key: value" },
        { "anchor", "model: &m offline-rules\n", "1:8", "Syntax", "", "has an anchor", "Remove the &name" },
        { "alias", "model: *m\n", "1:8", "Syntax", "", "uses an alias", "Write the value out" },
        { "tag", "model: !!str offline-rules\n", "1:8", "Syntax", "", "has a tag", "Remove the !tag" },
        { "tab", "server:\n\tport: 1\n", "2:1", "Syntax", "", "indented with a tab", "spaces" },
        { "tab after a space", "server:\n \tport: 1\n", "2:2", "Syntax", "", "indented with a tab", "spaces" },
        { "missing bracket", "plugins:\n  disabled: [clock\nmodel: x\n", "2:13", "Syntax", "", "not valid YAML", "brackets" },
        { "missing quote", "model: \"x\n", "1:8", "Syntax", "", "not valid YAML", "quotes" },
        { "value after value", "model: a: b\n", "1:9", "Syntax", "", "not valid YAML", "quotes" },
        { "list as a key", "? [a]\n: b\n", "1:3", "Syntax", "", "as a key", "plain name" },
        { "too deep", "a: [[[[[[[[[[1]]]]]]]]]]\n", "1:11", "Syntax", "", "deeper than 8", "Flatten" },
        { "control character", "model: a\u0001\n", "1:9", "Syntax", "", "control character", "Delete" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Broken_file_is_refused_with_position_key_reason_and_remedy(
        string name, string yaml, string position, string kind, string key, string reason, string remedy)
    {
        var faults = folder.Faults(yaml);
        var place = $"harombe.yaml:{position}";
        var fault = faults.FirstOrDefault(candidate => candidate.Origin.Place == place && candidate.Key == key && candidate.Kind.ToString() == kind);
        Assert.True(fault is not null, $"{name}: no {kind} fault of {key} at {place} in\n{string.Join('\n', faults.Select(other => $"{other.Kind} {other}"))}");
        Assert.Contains(reason, fault.Reason, StringComparison.Ordinal);
        Assert.Contains(remedy, fault.Remedy, StringComparison.Ordinal);
        Assert.StartsWith(key.Length == 0 ? $"{place}: " : $"{place}: {key}: ", fault.ToString(), StringComparison.Ordinal);
        Assert.Equal(name is "too deep" ? faults.Count : 1, faults.Count);
    }

    [Fact]
    public void All_faults_of_a_file_are_listed_in_the_order_of_its_lines()
    {
        var faults = folder.Faults("modle: x\nserver:\n  port: many\n  hots: a\nlogs:\n  level: loud\nmemory:\n  a: 1\n");
        Assert.Equal(["1:1 modle", "3:9 server.port", "4:3 server.hots", "6:10 logs.level", "8:3 memory.a"],
            faults.Select(fault => $"{fault.Origin.Place["harombe.yaml:".Length..]} {fault.Key}"));
    }

    [Fact]
    public void Faults_before_a_syntax_fault_are_listed_with_it()
    {
        var faults = folder.Faults("modle: x\nserver:\n  port: many\nlogs: [\n");
        Assert.Contains(faults, fault => fault.Key == "modle");
        Assert.Contains(faults, fault => fault.Key == "server.port");
        Assert.Contains(faults, fault => fault.Kind == FaultKind.Syntax);
    }

    [Fact]
    public void Many_nested_aliases_are_refused_without_being_expanded()
    {
        var bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range('b', 20).Select(letter =>
            $"{(char)letter}: &{(char)letter} [{string.Join(", ", Enumerable.Repeat($"*{(char)(letter - 1)}", 9))}]\n"));
        Assert.Contains(folder.Faults(bomb), fault => fault.Reason == "uses an alias");
    }

    [Fact]
    public void Hundred_thousand_open_brackets_are_refused_and_do_not_end_the_process() =>
        Assert.Contains(folder.Faults("a: " + new string('[', 100_000)), fault => fault.Reason.Contains("nested deeper", StringComparison.Ordinal));

    [Fact]
    public void Tabs_inside_a_block_of_text_are_text()
    {
        var loaded = folder.Loaded("agent:\n  system_prompt: |\n    make:\n    \tall\n");
        Assert.Equal("make:\n\tall\n", loaded.Configuration.Agent.SystemPrompt);
    }

    [Fact]
    public void Terminal_sequences_of_a_key_are_not_repeated() =>
        Assert.DoesNotContain(folder.Faults("\"a\\e[31mb\": 1\n"), fault => fault.ToString().Contains('\u001b', StringComparison.Ordinal));

    public void Dispose() => folder.Dispose();
}
