using System.Collections.Immutable;
using Harombe.Host.Configuration.Values;

namespace Harombe.Host.Configuration;

/// <summary>Every key there is. The binding, the defaults, <c>config show</c> and the documentation all read this one table.</summary>
internal static class ConfigurationKeys
{
    private const long KiB = 1L << 10;
    private const long MiB = 1L << 20;
    private const long GiB = 1L << 30;

    private static readonly SizeKind Limit = new(KiB, 64 * MiB);

    public static readonly ConfigurationKey Model = new("model", new ModelKind(), "offline-rules", "The language model that answers chats.");

    public static readonly ConfigurationKey AgentMaxSteps = new(
        "agent.max_steps", new IntegerKind(1, 200), "20", "How many model answers one turn may take before it stops.", Reload.Live);
    public static readonly ConfigurationKey AgentSystemPrompt = new("agent.system_prompt", new TextKind(65_536),
        "You are Harombe. You act only through the tools you are given. When a tool is refused, say what was refused and why.",
        "What the model is told before every conversation.", Reload.Live);

    public static readonly ConfigurationKey PluginsFolders = new(
        "plugins.folders[]", new ListKind(new PathKind()), "", "Folders to load trusted plugins from, besides the built-in ones.");
    public static readonly ConfigurationKey PluginsDisabled = new(
        "plugins.disabled[]", new ListKind(new PluginNameKind()), "", "Plugins that are not loaded.");

    public static readonly ConfigurationKey PluginsTools = new(
        "plugins.tools", new TreeKind(), null, "What holds for single tools instead of what their plugins say: 'files.delete: { risk: critical, cache: 0s }'.");
    public static readonly ConfigurationKey PluginsSettings = new(
        "plugins.*", new TreeKind(), null, "The settings of the plugin of this name; which there are is told by the plugin.");

    public static readonly ConfigurationKey McpServers = new(
        "mcp.external_servers", new TreeListKind(), null,
        "Other MCP servers whose tools are offered here: name, and command with args, env and folder, or url with bearer or headers; see the README for the rest.", Reload.Live);

    public static readonly ConfigurationKey McpViewAllow = new(
        "mcp.views.*.allow[]", new ListKind(new ToolGlobKind()), null, "The tools at /mcp/<name>, for clients that do better with fewer; all of them unless set.");
    public static readonly ConfigurationKey McpViewDeny = new("mcp.views.*.deny[]", new ListKind(new ToolGlobKind()), null, "The tools that are not at /mcp/<name>, whatever allows them.");
    public static readonly ConfigurationKey McpViewSmall = new(
        "mcp.views.*.small", new BooleanKind(), null, "At /mcp/<name>, offer search_tools and two ways to call what it finds, in the place of all tools.");
    public static readonly ConfigurationKey McpViewServer = new(
        "mcp.views.*.server", new TextKind(24), null, "The one upstream server at /mcp/<name>, under its own names, for clients that expect that server and no other.");

    public static readonly ConfigurationKey ServerHost = new("server.host", new ListenAddressKind(), "127.0.0.1", "The address to listen on.");
    public static readonly ConfigurationKey ServerPort = new(
        "server.port", new IntegerKind(0, 65_535), "8000", "The port to listen on; 0 takes any free one.");
    public static readonly ConfigurationKey ServerAllowPlainHttp = new(
        "server.allow_plain_http", new BooleanKind(), "false", "Listen without TLS on an address that other machines reach.");
    public static readonly ConfigurationKey ServerAllowedHosts = new(
        "server.allowed_hosts[]", new ListKind(new HostKind()), "", "Host names to answer to, besides the loopback ones.");
    public static readonly ConfigurationKey ServerAllowedOrigins = new(
        "server.allowed_origins[]", new ListKind(new OriginKind()), "", "Web origins whose pages may call, besides the console's own.");
    public static readonly ConfigurationKey ServerTlsCertificate = new(
        "server.tls.certificate", new PathKind(), null, "The server's certificate chain, PEM.");
    public static readonly ConfigurationKey ServerTlsKey = new("server.tls.key", new PathKind(), null, "The certificate's private key, PEM.");
    public static readonly ConfigurationKey ServerMaxBody = new("server.max_body", new SizeKind(KiB, GiB), "4 MiB", "The largest request body.");
    public static readonly ConfigurationKey ServerDrain = new(
        "server.drain", new DurationKind(TimeSpan.Zero, TimeSpan.FromMinutes(10)), "15s", "How long running turns may go on while the host stops.");

    public static readonly ConfigurationKey DataFolder = new(
        "data.folder", new PathKind(), null,
        "Where databases, keys and logs are kept.") { Derived = "$XDG_DATA_HOME/harombe or ~/.local/share/harombe" };
    public static readonly ConfigurationKey WorkspaceFolder = new(
        "workspace.folder", new PathKind(), null, "The one folder that file tools may touch.") { Derived = "<data.folder>/workspace" };
    public static readonly ConfigurationKey WorkspaceMaxFile = new(
        "workspace.max_file", new SizeKind(KiB, GiB), "10 MiB", "The largest file that file tools read or write.");

    public static readonly ConfigurationKey PolicyProfile = new(
        "policy.profile", new ChoiceKind("cautious", "developer", "locked-down"), "cautious",
        "What runs without a question where no rule matches: cautious lets run what your own words ask for, locked-down only reading.");
    public static readonly ConfigurationKey PolicyFolder = new(
        "policy.folder", new PathKind(), null, "The folder whose *.yaml files are the policy; a changed file counts within a second.", Reload.Live) { Derived = "<data.folder>/policy.d" };
    public static readonly ConfigurationKey PolicyRules = new(
        "policy.rules", new TreeListKind(), null, "Rules beside those of the folder, in the same form: 'name', 'effect', 'match'. A changed one counts within a second.", Reload.Live);
    public static readonly ConfigurationKey PolicyReviewer = new(
        "policy.reviewer", new ModelKind(), null, "A model that looks at calls with an effect before they run. It can only make a question of what would run, never the other way round.");
    public static readonly ConfigurationKey PolicyReviewerTimeout = new(
        "policy.reviewer_timeout", new DurationKind(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2)), "10s", "How long it may look; then a person is asked.");
    public static readonly ConfigurationKey ApprovalsDeferredTimeout = new(
        "approvals.deferred_timeout", new DurationKind(TimeSpan.FromMinutes(1), TimeSpan.FromDays(30)), "24h",
        "How long a deferred question stays open; then it is denied.", Reload.Live);
    public static readonly ConfigurationKey ApprovalsLongestGrant = new(
        "approvals.longest_grant", new DurationKind(TimeSpan.FromMinutes(1), TimeSpan.FromDays(90)), "30d", "How long a yes that stands for more than one call lasts at most.");
    public static readonly ConfigurationKey ApprovalsCriticalQuorum = new(
        "approvals.critical_quorum", new IntegerKind(1, 10), "1", "How many different people must say yes to a call of critical risk.");
    public static readonly ConfigurationKey SecurityHitlTimeout = new(
        "security.hitl.timeout", new DurationKind(TimeSpan.FromSeconds(5), TimeSpan.FromHours(1)), null,
        "How long an interactive question stays open, whatever its risk; then it is denied.", Reload.Live)
        { Derived = "by risk: 30s low, 60s medium, 120s high" };
    public static readonly ConfigurationKey SecurityAudit = new("security.audit", AuditKind(), "on", "The audit log; it is always on.");
    public static readonly ConfigurationKey SecurityCredentialsMethod = new(
        "security.credentials.method", new ChoiceKind("sealed-file", "vault"), "sealed-file", "Where secrets are kept.");
    public static readonly ConfigurationKey SecurityIsolation = new("security.isolation", new ChoiceKind("none")
    {
        Coming = Words(new NotYet("a sandbox for code", "execution isolation"), "gvisor", "runsc", "docker", "container", "bubblewrap", "process"),
    }, "none", "The sandbox for code; with none, tools that run code are off.");

    public static readonly ConfigurationKey LimitsResult = new(
        "limits.result", Limit, "256 KiB", "The largest result of one tool call.", Reload.Live);
    public static readonly ConfigurationKey LimitsArguments = new(
        "limits.arguments", Limit, "1 MiB", "The largest arguments of one tool call.", Reload.Live);
    public static readonly ConfigurationKey LimitsRates = new(
        "limits.rates.*", new RateKind(), null, "How often one principal may call one tool of these, by chat and by /mcp together: 'github__*': 30/1m. A refusal says how long to wait.");
    public static readonly ConfigurationKey LimitsReply = new(
        "limits.reply", new SizeKind(64 * KiB, 256 * MiB), "16 MiB", "The largest answer of a model, as bytes on the wire: a model that never stops is cut off there.");
    public static readonly ConfigurationKey ScannerArguments = new(
        "scanner.arguments", new ChoiceKind("block", "redact", "ask", "note"), "block",
        "What happens to a call whose arguments hold a secret that is not one of ours: refused, sent on without it, sent on if a person says yes, or sent on and recorded. Ours always refuse.");
    public static readonly ConfigurationKey ScannerResults = new(
        "scanner.results", new ChoiceKind("redact", "block"), "redact", "What happens to a result that holds a secret: without it, or withheld as a whole.");
    public static readonly ConfigurationKey LogsLevel = new(
        "logs.level", new ChoiceKind("trace", "debug", "information", "warning", "error", "critical"), "information",
        "The least severe event that is logged.", Reload.Live);
    public static readonly ConfigurationKey LogsFolder = new(
        "logs.folder", new PathKind(), null, "Where log files are written.") { Derived = "<data.folder>/logs" };

    /// <summary>The keys that work, in the order of the documentation.</summary>
    public static readonly ImmutableArray<ConfigurationKey> Working =
    [
        Model, .. ModelKeys.All, AgentMaxSteps, AgentSystemPrompt, .. AgentKeys.All, .. BudgetKeys.All, PluginsFolders, PluginsDisabled, PluginsTools, PluginsSettings, McpServers, McpViewAllow, McpViewDeny, McpViewSmall, McpViewServer,
        ServerHost, ServerPort, ServerAllowPlainHttp, ServerAllowedHosts, ServerAllowedOrigins, ServerTlsCertificate, ServerTlsKey, ServerMaxBody, ServerDrain,
        DataFolder, WorkspaceFolder, WorkspaceMaxFile, PolicyProfile, PolicyFolder, PolicyRules, PolicyReviewer, PolicyReviewerTimeout, ApprovalsDeferredTimeout, ApprovalsLongestGrant, ApprovalsCriticalQuorum, .. ApproverKeys.All, SecurityHitlTimeout, SecurityAudit, SecurityCredentialsMethod,
        .. SealedFileKeys.All,
        .. CredentialKeys.All,
        SecurityIsolation, ScannerArguments, ScannerResults, LimitsResult, LimitsArguments, LimitsRates, LimitsReply, LogsLevel, LogsFolder, .. AuditKeys.All,
        .. AlertKeys.All,
    ];

    /// <summary>The keys that are known by name and refused until their capability arrives.</summary>
    public static readonly ImmutableArray<ConfigurationKey> Coming =
    [
        Later("memory.vector_store.*", "a vector store", "semantic memory"),
        Later("memory.rag.top_k", "recall from memory", "semantic memory"),
        Later("agents.*.memory", "an agent's memory", "semantic memory"),
        Later("memory.*", "conversation memory", "semantic memory"),
        Later("security.containers.*.image", "a container image", "execution isolation"),
        Later("security.containers.*.egress_allow[]", "a container's egress list", "execution isolation"),
        Later("security.containers.*.mounts[]", "a container's mounts", "execution isolation"),
        Later("security.containers.*.timeout", "a container's timeout", "execution isolation"),
    ];

    /// <summary>All keys, for documentation.</summary>
    public static readonly ImmutableArray<ConfigurationKey> All = [.. Working, .. Coming];

    /// <summary>The key at a path, or null. Literal names win over <c>*</c> because the table lists them first.</summary>
    public static ConfigurationKey? At(KeyPath path) => All.FirstOrDefault(key => key.Is(path));

    /// <summary>The keys below a path; none when it isn't a section.</summary>
    public static IEnumerable<ConfigurationKey> Below(KeyPath path) => All.Where(key => key.IsBelow(path));

    /// <summary>The names that may stand directly below a section.</summary>
    public static IEnumerable<string> NamesIn(KeyPath section) => Below(section).Select(key => key.SegmentAt(section.Segments.Length)).Where(name => name != "*").Distinct();

    private static ConfigurationKey Later(string path, string what, string capability) =>
        new(path, new NotYetKind(new NotYet(what, capability)), null, $"Not yet: arrives with {capability}.");

    private static Dictionary<string, NotYet> Words(NotYet notYet, params string[] words) => words.ToDictionary(word => word, _ => notYet, StringComparer.Ordinal);

    private static ChoiceKind AuditKind() => new("on")
    {
        Never = new[] { "false", "off", "no", "none", "disabled", "0" }.ToDictionary(
            word => word, _ => ("can't be this: the audit log cannot be switched off", "Write on, or remove the key"), StringComparer.Ordinal),
    };
}
