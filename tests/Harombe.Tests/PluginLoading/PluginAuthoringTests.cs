using Harombe.Agent.PluginLoading;
using Harombe.Core.Calls;
using Harombe.Core.Plugins;
using Harombe.Core.Tools;
using Harombe.Testing;
using Harombe.Testing.Plugins;
using Harombe.Testing.Roads;
using Microsoft.Extensions.Time.Testing;
using System.Text.Json;

namespace Harombe.Tests.PluginLoading;

/// <summary>What the author of a plugin is given.</summary>
public sealed class PluginAuthoringTests : IDisposable
{
    private const string Manifest = "tools:\n  run: { risk: low, read_only: true, idempotent: true, cache: 5m, result: own/public }";

    private readonly TemporaryFolder folder = new();
    private readonly PluginLoadingOptions options = new();

    public PluginAuthoringTests() => options.Folders.Add(folder["plugins"]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Settings_reach_the_class_that_is_marked_for_them()
    {
        options.Settings["stranger"] = new PluginSettings(JsonElement.Parse("""{"most_rows":3,"words":["a","b"]}"""), new Dictionary<string, string>());
        using var source = Load(SettingsPlugin, SettingsType);
        Assert.Empty(source.Faults);
        Assert.Equal("3 a,b", (await Tools.CallAsync(source.Offers[0], "{}")).PlainText);
    }

    [Theory]
    [InlineData("""{"most_rows":3,"word":["a"]}""", "$.word", "harombe.yaml:9: plugins.stranger.word: is not a setting of this plugin")]
    [InlineData("""{"most_rows":"3"}""", "$.most_rows", "harombe.yaml:9: plugins.stranger.most_rows: has a value of the wrong type")]
    [InlineData("""{"most_rows":99}""", "$.most_rows", "harombe.yaml:9: plugins.stranger.most_rows: The field MostRows must be between 1 and 10")]
    [InlineData("""{}""", "$", "harombe.yaml:9: plugins.stranger: misses")]
    public void Setting_that_is_wrong_is_a_fault_with_file_and_line(string json, string path, string why)
    {
        options.Settings["stranger"] = new PluginSettings(JsonElement.Parse(json), new Dictionary<string, string> { [path] = "harombe.yaml:9" });
        using var source = Load(SettingsPlugin, SettingsType);
        var fault = Assert.Single(source.Faults);
        Assert.Equal("plugin.settings", fault.Reason.Rule);
        Assert.Contains(why, fault.Reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_of_a_plugin_that_has_none_are_a_fault()
    {
        options.Settings["stranger"] = new PluginSettings(JsonElement.Parse("""{"a":1}"""), new Dictionary<string, string> { ["$"] = "harombe.yaml:4" });
        using var source = Load(WrittenPlugin.Run("return \"\";"));
        Assert.Contains("harombe.yaml:4: plugins.stranger: the plugin has no settings", Assert.Single(source.Faults).Reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_of_the_plugins_own_are_given_to_its_classes_and_disposed_with_it()
    {
        const string Own = """
            namespace Strange
            {
                public sealed class Greeter(TimeProvider time) : IDisposable { public static bool Gone; public string Hello() => "hello " + (time != null); public void Dispose() => Gone = true; }
                public sealed class Startup : IPluginStartup { public void AddServices(IServiceCollection services) => services.AddSingleton<Greeter>(); }
            }
            """;
        using var source = Load("""
            private readonly Greeter greeter;
            public StrangerPlugin(Greeter greeter, ILogger<StrangerPlugin> log) { this.greeter = greeter; log.LogInformation("made"); }
            [KernelFunction("run"), Description("Greets.")] public string Run() => greeter.Hello();
            """, Own);
        Assert.Empty(source.Faults);
        Assert.Equal("hello True", (await Tools.CallAsync(source.Offers[0], "{}")).PlainText);
        var assembly = System.Runtime.Loader.AssemblyLoadContext.All.Where(context => context.Name == "plugin stranger").SelectMany(context => context.Assemblies).Select(one => one.GetType("Strange.Greeter")).Last(one => one is not null);
        source.Dispose();
        Assert.Equal(true, assembly!.GetField("Gone")!.GetValue(null));
    }

    [Theory]
    [InlineData("IServiceProvider", "plugin.constructor")]
    [InlineData("IWorkspace", "plugin.paths")]
    [InlineData("ICredentials", "plugin.secrets")]
    [InlineData("HttpClient", "plugin.hosts")]
    [InlineData("Uri", "plugin.constructor")]
    public void Constructor_that_asks_for_what_it_is_not_given_is_a_fault(string type, string rule)
    {
        using var source = Load($"public StrangerPlugin({type} it) {{ }}\n" + WrittenPlugin.Run("return \"\";"));
        Assert.Equal(rule, Assert.Single(source.Faults).Reason.Rule);
    }

    [Fact]
    public async Task Progress_reaches_whoever_waits_scanned_and_shortened()
    {
        using var source = Load($$"""
            [KernelFunction("run"), Description("Works.")]
            public string Run(IProgress<ToolProgress> progress)
            {
                progress.Report(new ToolProgress("half {{CanaryScanner.Canary}} " + new string('x', 500), 0.5));
                progress.Report(new ToolProgress("too fast", 0.6));
                progress.Report(new ToolProgress("done", 1));
                return "ok";
            }
            """, manifest: Manifest.Replace("cache: 5m, ", "", StringComparison.Ordinal));
        Assert.DoesNotContain("progress", source.Offers[0].Definition.InputSchema.GetRawText(), StringComparison.Ordinal);
        var tools = new CountedTools();
        tools.Add(source.Offers[0]);
        using var road = new Road(tools);
        var reports = new Collected();
        await road.Kernel.InvokeAsync(Road.Request("stranger.run") with { Progress = reports }, CancellationToken.None);

        Assert.Equal([0.5, 1], reports.Seen.Select(report => report.Done));
        Assert.DoesNotContain(CanaryScanner.Canary, reports.Seen[0].Message, StringComparison.Ordinal);
        Assert.Equal(200, reports.Seen[0].Message.Length);
    }

    [Fact]
    public async Task File_is_a_result_and_a_typed_result_has_a_schema()
    {
        using var source = Load("""
            [KernelFunction("run"), Description("Draws.")] public ToolAnswer Run() => ToolAnswer.OfFile(new byte[] { 137, 80, 78, 71 }, "image/png", "dot.png", "a dot");
            [KernelFunction("measure"), Description("Measures.")] public async Task<Size> MeasureAsync() { await Task.Yield(); return new Size(2, 3); }
            """, "namespace Strange { public sealed record Size(int Width, int Height); }",
            Manifest + "\n  measure: { risk: low, read_only: true, result: own/public }");
        Assert.Empty(source.Faults);
        var drawn = await Tools.CallAsync(source.Offers.Single(offer => offer.Definition.Name.Value == "stranger.run"), "{}");
        Assert.Equal("a dot", drawn.PlainText);
        var file = Assert.Single(drawn.Blocks.OfType<ContentBlock.Binary>());
        Assert.Equal(("image/png", "dot.png", 4), (file.MediaType, file.Name, file.Bytes.Length));
        var measure = source.Offers.Single(offer => offer.Definition.Name.Value == "stranger.measure");
        Assert.True(measure.Definition.OutputSchema?.GetProperty("properties").TryGetProperty("width", out _));
        Assert.Equal(3, (await Tools.CallAsync(measure, "{}")).Structured?.Value.GetProperty("height").GetInt32());
    }

    [Fact]
    public async Task Result_is_given_again_to_the_same_principal_for_the_same_arguments_until_its_time_is_over()
    {
        var time = new FakeTimeProvider();
        using var source = Load("private int runs; [KernelFunction(\"run\"), Description(\"Counts.\")] public string Run(int n) => $\"{n}: {Interlocked.Increment(ref runs)}\";");
        var tools = new CountedTools();
        tools.Add(source.Offers[0]);
        using var road = new Road(tools, more: services => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<TimeProvider>(services, time));
        Assert.Equal("1: 1", await TextAsync(road, 1, "ada"));
        Assert.Equal("1: 1", await TextAsync(road, 1, "ada"));
        Assert.Equal("2: 2", await TextAsync(road, 2, "ada"));
        Assert.Equal("1: 3", await TextAsync(road, 1, "bob"));
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("1: 4", await TextAsync(road, 1, "ada"));
        Assert.Equal(5, road.Audit.Story.Count(entry => entry == "call.intent"));
    }

    [Fact]
    public void Cache_for_a_tool_that_changes_something_is_refused()
    {
        using var source = Load(WrittenPlugin.Run("return \"\";"), manifest: "tools:\n  run: { risk: medium, idempotent: true, cache: 5m, result: own/public }");
        Assert.Contains("isn't read_only and idempotent", Assert.Single(source.Faults).Reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Operator_says_another_risk_and_a_name_that_no_tool_has_is_a_fault()
    {
        options.Tools["stranger.run"] = new ToolOverride(Risk.Critical, TimeSpan.Zero);
        options.Tools["stranger.walk"] = new ToolOverride(Risk.High, null);
        using var source = Load(WrittenPlugin.Run("return \"\";"));
        Assert.Equal((Risk.Critical, TimeSpan.Zero), (source.Offers[0].Definition.Risk, source.Offers[0].Definition.CacheFor));
        Assert.Equal("plugin.override", Assert.Single(source.Faults).Reason.Rule);
    }

    [Fact]
    public async Task Provided_tools_stay_within_what_is_declared_or_granted()
    {
        const string Provider = """
            namespace Strange
            {
                public sealed class Provider : IToolProvider
                {
                    public ValueTask<IReadOnlyList<ProvidedTool>> ToolsAsync(CancellationToken cancellationToken) => new([new ProvidedTool
                    {
                        Name = "ask", Description = "Asks.", InputSchema = System.Text.Json.JsonElement.Parse("{\"type\":\"object\"}"), Risk = Harombe.Core.Tools.Risk.Low,
                        Hosts = ["api.example.com"], Run = (arguments, _) => new(ToolAnswer.Of(arguments.GetRawText())),
                    }]);
                }
            }
            """;
        using (var source = Load("", Provider, "provides: true"))
        {
            var fault = Assert.Single(source.Faults);
            Assert.Equal("plugin.hosts", fault.Reason.Rule);
            Assert.Contains("plugins: { stranger: { hosts: [api.example.com] } }", fault.Reason.Remedy, StringComparison.Ordinal);
        }

        options.Settings["stranger"] = new PluginSettings(JsonElement.Parse("""{"hosts":["api.example.com"]}"""), new Dictionary<string, string>());
        using var granted = Load("", Provider, "provides: true");
        Assert.Empty(granted.Faults);
        var tool = Assert.Single(granted.Offers);
        Assert.Equal(("stranger.ask", Risk.Medium, "api.example.com"), (tool.Definition.Name.Value, tool.Definition.Risk, tool.Definition.Hosts.Single()));
        Assert.Equal("""{"a":1}""", (await Tools.CallAsync(tool, """{"a":1}""")).PlainText);
    }

    private const string SettingsPlugin = """
        private readonly Settings settings;
        public StrangerPlugin(Settings settings) => this.settings = settings;
        [KernelFunction("run"), Description("Tells its settings.")] public string Run() => settings.MostRows + " " + string.Join(',', settings.Words);
        """;

    private const string SettingsType = """
        namespace Strange
        {
            [PluginSettings]
            public sealed class Settings { [System.ComponentModel.DataAnnotations.Range(1, 10)] public required int MostRows { get; init; } public List<string> Words { get; init; } = []; }
        }
        """;

    private static async Task<string> TextAsync(Road road, int n, string principal)
    {
        var request = Road.Request("stranger.run", $$"""{"n":{{n}}}""");
        return Assert.IsType<CallResult.Completed>(await road.Kernel.InvokeAsync(request with { Principal = request.Principal with { Id = new(principal) } }, CancellationToken.None)).Content.PlainText;
    }

    private PluginSource Load(string members, string types = "", string manifest = Manifest)
    {
        WrittenPlugin.Lay(folder["plugins"], members, manifest, types: types);
        return new PluginSource(options, PluginHosts.Services());
    }

    private sealed class Collected : IProgress<ToolProgress>
    {
        public List<ToolProgress> Seen { get; } = [];

        public void Report(ToolProgress value) => Seen.Add(value);
    }
}
