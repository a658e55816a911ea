using System.Text;
using System.Text.Json;
using Harombe.Host.Alerts;
using Harombe.Host.Commands;
using Harombe.HostTests.Chat;
using Harombe.HostTests.Commands;
using Harombe.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.HostTests.Canaries;

/// <summary>A way by which what the host knows leaves it for somebody else: a file, or a message to another system.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Guards">Where secrets are taken out of what goes there; without any one of them they arrive.</param>
/// <param name="Yaml">How it is configured, with this receiver.</param>
/// <param name="TakeAsync">Sends the texts into the host, and gives all that came out.</param>
internal sealed record Outlet(string Name, string[] Guards, Func<OutletReceiver, string> Yaml, Func<ChatHost, OutletReceiver, IReadOnlyList<string>, Task<string>> TakeAsync)
{
    private const string Last = "the-last-one-of-all";
    private const int BeyondAnEntry = 40_000;

    public override string ToString() => Name;

    public static IReadOnlyList<Outlet> All { get; } =
    [
        new("audit export", ["ReceiveStation"], _ => "", ExportAsync),
        Forwarded("syslog over TCP", receiver => $"syslog: '{receiver.Tcp}'"),
        Forwarded("syslog over UDP", receiver => $"syslog: '{receiver.Udp}'"),
        Forwarded("Splunk", receiver => $"splunk: {{ url: '{receiver.Url}' }}"),
        Forwarded("Elasticsearch", receiver => $"elasticsearch: {{ url: '{receiver.Url}' }}"),
        Forwarded("OTLP", receiver => $"otlp: '{receiver.Url}'"),
        new("alert", ["AlertDelivery"], receiver => $"alerts: {{ webhook: '{receiver.Url}/alerts', denials: 3, redactions: 2 }}", AlertAsync),
        .. new[] { "generic", "slack", "ntfy" }.Select(form => new Outlet($"question to an approver, {form}", [], receiver => Questions(receiver, form), QuestionAsync)),
    ];

    private static string Questions(OutletReceiver receiver, string form) =>
        $"approvers: {{ owner: {{ webhook: '{receiver.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)}/questions', form: {form} }} }}\nscanner: {{ arguments: ask }}";

    private static Outlet Forwarded(string where, Func<OutletReceiver, string> yaml) => new($"audit entries forwarded to {where}", ["ReceiveStation"], receiver => $"audit: {{ forward: {{ {yaml(receiver)} }} }}", ForwardAsync);

    // In the entry, and in a payload that lies beside it.
    private static async Task<string> ExportAsync(ChatHost host, OutletReceiver receiver, IReadOnlyList<string> texts)
    {
        foreach (var text in texts)
        {
            await CallAsync(host, $"x {text} y");
            await CallAsync(host, $"x {text} y{string.Concat(Enumerable.Repeat(" and so on", BeyondAnEntry / 10))}");
        }

        await host.DownAsync();
        using var run = new CommandLineRun();
        var folder = Path.Combine(run.Root, "exported");
        Assert.Equal(ExitCode.Done, await run.RunAsync("audit", "export", folder, "--file", Path.Combine(host.Data, "audit.db")));
        // Payloads are named by their content, and without the secret they are all the same.
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(folder, "blobs")));
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.Contains("entries", StringComparison.Ordinal));
        return run.Out + run.Error + string.Join('\n', files.Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))));
    }

    private static async Task<string> ForwardAsync(ChatHost host, OutletReceiver receiver, IReadOnlyList<string> texts)
    {
        foreach (var text in texts)
        {
            await CallAsync(host, $"x {text} y");
        }

        await CallAsync(host, Last);
        await Eventually.BeAsync("the last entry arrives", () => receiver.Taken.Contains(Last, StringComparison.Ordinal));
        return receiver.Taken;
    }

    // What a rule or a fault of the record says goes into an alert; refusals in a burst raise another.
    private static async Task<string> AlertAsync(ChatHost host, OutletReceiver receiver, IReadOnlyList<string> texts)
    {
        foreach (var text in texts)
        {
            await CallAsync(host, $"x {text} y");
        }

        host.Services.GetRequiredService<AlertWatch>().Tampered(string.Join(" .\n", texts) + " .");
        string[] kinds = texts.Count < 3 ? ["record.tampered"] : ["denials", "redactions", "record.tampered"];
        await Eventually.BeAsync("every alert arrives", () => kinds.All(kind => receiver.Taken.Contains($"\"{kind}\"", StringComparison.Ordinal)));
        return receiver.Taken;
    }

    private static async Task<string> QuestionAsync(ChatHost host, OutletReceiver receiver, IReadOnlyList<string> texts)
    {
        foreach (var text in texts)
        {
            await CallAsync(host, $"x {text} y", answered: false);
        }

        await Eventually.BeAsync("every question arrives", () => receiver.CountOf("/questions") >= texts.Count);
        return receiver.Taken;
    }

    // A call that waits for a person isn't answered, so the model says nothing after it.
    private static async Task CallAsync(ChatHost host, string text, bool answered = true)
    {
        host.Script.Tool("canary_echo", JsonSerializer.Serialize(new { text }));
        if (answered)
        {
            host.Script.Text("ok");
        }

        await host.SayAsync("call it");
    }
}
