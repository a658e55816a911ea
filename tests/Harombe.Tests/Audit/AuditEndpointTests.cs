using System.Net;
using System.Text.Json;
using Harombe.Audit;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Harombe.Tests.Audit;

public sealed class AuditEndpointTests : IAsyncLifetime, IDisposable
{
    private readonly AuditFolder folder = new();
    private readonly CallId call = CallId.New();
    private readonly HttpClient client = new();
    private WebApplication? app;

    public async Task InitializeAsync()
    {
        app = Build(folder.Options.Folder);
        await app.StartAsync();
        client.BaseAddress = new Uri(app.Urls.Single());
        var log = app.Services.GetRequiredService<IAuditLog>();
        foreach (var entry in (AuditEntry[])[Sample.Host("0"), Sample.Intent(call), Sample.Outcome(call), Sample.Host("3")])
        {
            await log.AppendAsync(entry, default);
        }
    }

    public async Task DisposeAsync() => await app!.DisposeAsync(); // not null: InitializeAsync ran

    public void Dispose()
    {
        client.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("", "0,1,2,3", null)]
    [InlineData("?limit=2", "0,1", 1L)]
    [InlineData("?limit=2&after=1", "2,3", 3L)]
    [InlineData("?limit=2&after=3", "", null)]
    [InlineData("?newest=true&limit=3", "3,2,1", 1L)]
    [InlineData("?newest=true&after=1", "0", null)]
    [InlineData("?kind=call.intent", "1", null)]
    [InlineData("?kind=call.", "1,2", null)]
    [InlineData("?kind=host.&newest=true", "3,0", null)]
    [InlineData("?call=CALL", "1,2", null)]
    [InlineData("?call=call_none", "", null)]
    [InlineData("?principal=owner", "1", null)]
    [InlineData("?principal=own", "", null)]
    [InlineData("?session=ses_1", "1", null)]
    [InlineData("?tool=files.write", "1", null)]
    [InlineData("?tool=files.", "1", null)]
    [InlineData("?tool=file.", "", null)]
    [InlineData("?decision=allow", "1", null)]
    [InlineData("?decision=deny", "", null)]
    [InlineData("?text=rules.files&kind=call.", "1", null)]
    [InlineData("?since=2026-11-23&until=2026-11-24&newest=true", "3,2,1,0", null)]
    [InlineData("?since=2026-11-24", "", null)]
    public async Task Entries_are_listed_as_the_query_says(string query, string sequences, long? next)
    {
        var page = await JsonAsync("/audit" + query.Replace("CALL", call.Value, StringComparison.Ordinal));

        Assert.Equal(sequences, string.Join(',', page.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("sequence").GetInt64())));
        Assert.Equal(next, page.GetProperty("next").ValueKind == JsonValueKind.Null ? null : page.GetProperty("next").GetInt64());
    }

    [Fact]
    public async Task An_entry_is_shown_by_its_recorded_bytes_and_its_leaf_hash()
    {
        var entry = (await JsonAsync("/audit?limit=1")).GetProperty("entries")[0];

        Assert.Equal(folder.Stored(0), System.Text.Encoding.UTF8.GetBytes(entry.GetProperty("entry").GetRawText()));
        Assert.Equal(Convert.ToHexStringLower(Harombe.Audit.Merkle.LeafHash.Of(folder.Stored(0))), entry.GetProperty("leafHash").GetString());
    }

    [Fact]
    public async Task The_head_is_the_one_that_verification_finds()
    {
        var head = await JsonAsync("/audit/head");
        Assert.Equal(folder.IntactHead().ToString(), head.GetProperty("head").GetString());
        Assert.Equal(4, head.GetProperty("size").GetInt64());
    }

    [Theory]
    [InlineData("?after=x", "after", "sequence number")]
    [InlineData("?after=-1", "after", "sequence number")]
    [InlineData("?limit=0", "limit", "from 1 to 1000")]
    [InlineData("?limit=1001", "limit", "from 1 to 1000")]
    [InlineData("?newest=perhaps", "newest", "true or false")]
    [InlineData("?kind=%27%20or%201", "kind", "It must be a kind")]
    [InlineData("?kind=", "kind", "It must be a kind")]
    [InlineData("?call=", "call", "call id")]
    [InlineData("?principle=owner", "principle", "There is no such filter")]
    [InlineData("?decision=maybe", "decision", "allow, ask or deny")]
    [InlineData("?since=yesterday", "since", "such as 2026-11-23")]
    [InlineData("?format=xml", "format", "json, jsonl or csv")]
    [InlineData("?limit=1&limit=2", "limit", "Give it once")]
    public async Task A_query_that_makes_no_sense_is_refused_with_the_reason(string query, string name, string reason)
    {
        using var response = await client.GetAsync(new Uri("/audit" + query, UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Contains(reason, problem.GetProperty("errors").GetProperty(name)[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("audit.query", problem.GetProperty("rule").GetString());
        Assert.Contains("GET /audit?", problem.GetProperty("remedy").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_whose_bytes_are_gone_is_shown_as_damaged_and_not_left_out()
    {
        folder.Tamper("DELETE FROM bodies WHERE sequence = 0");
        var entry = (await JsonAsync("/audit?limit=1")).GetProperty("entries")[0];

        Assert.Equal(JsonValueKind.Null, entry.GetProperty("entry").ValueKind);
        Assert.Contains("harombe audit verify", entry.GetProperty("damaged").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_without_a_usable_folder_starts_and_answers_with_the_reason()
    {
        await using var broken = Build(folder.File);
        await broken.StartAsync();
        using var response = await client.GetAsync(new Uri(new Uri(broken.Urls.Single()), "/audit"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("can't be opened", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_without_a_folder_does_not_start_and_says_what_is_missing()
    {
        await using var nameless = Build("");
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => nameless.StartAsync());
        Assert.Contains("Folder is missing", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_that_were_cut_off_are_recorded_before_any_other_service_starts()
    {
        using var data = new AuditFolder();
        await data.FillAsync(Sample.Intent(call));
        await using var second = Build(data.Options.Folder, services => services.AddHostedService<FateAtStart>().AddSingleton(new CallAtStart(call)));
        await second.StartAsync();

        Assert.Equal(2, second.Services.GetRequiredService<CallAtStart>().Entries);
    }

    private static WebApplication Build(string data, Action<IServiceCollection>? more = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        more?.Invoke(builder.Services);
        builder.Services.AddHarombeAudit(options => options.Folder = data);
        var app = builder.Build();
        if (data.Length > 0)
        {
            app.MapHarombeAudit();
        }

        return app;
    }

    private async Task<JsonElement> JsonAsync(string path) =>
        JsonDocument.Parse(await client.GetStringAsync(new Uri(path, UriKind.Relative))).RootElement;

    private sealed class CallAtStart(CallId call)
    {
        public CallId Call { get; } = call;

        public int Entries { get; set; }
    }

    private sealed class FateAtStart(IAuditLog log, CallAtStart at) : Microsoft.Extensions.Hosting.IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken) =>
            at.Entries = (await AppendTests.ReadAsync(log, new AuditQuery(null, 10, false, Call: at.Call))).Count;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
