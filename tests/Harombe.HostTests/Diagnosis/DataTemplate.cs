using Harombe.Core.Secrets;
using Harombe.Host.Configuration;
using Harombe.Host.Hosting;
using Harombe.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.HostTests.Diagnosis;

/// <summary>A data folder that a real host has left, made once and copied for each test.</summary>
internal static class DataTemplate
{
    private static readonly Lazy<Task<TemporaryFolder>> Made = new(MakeAsync);

    public static async Task CopyAsync(string to)
    {
        var from = (await Made.Value)["data"];
        DataFolder.Make(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private static async Task<TemporaryFolder> MakeAsync()
    {
        var folder = new TemporaryFolder();
        var environment = new Dictionary<string, string> { ["HAROMBE__DATA__FOLDER"] = folder["data"], ["HAROMBE__SERVER__PORT"] = "0" };
        var loaded = (ConfigurationOutcome.Loaded)ConfigurationLoading.Load(new ConfigurationSources(null, folder.Path, environment, []));
        DataFolder.Make(folder["data"]);
        await using var app = HarombeHost.Build(loaded.Configuration);
        await HarombeHost.StartAsync(app, CancellationToken.None);
        using (var secret = new Secret("a-value-that-is-kept"u8.ToArray()))
        {
            await app.Services.GetRequiredService<ISecrets>().WriteAsync(SecretName.Parse("github/token"), secret, CancellationToken.None);
        }

        using (var owner = new HostApi(app.Services.GetRequiredService<ListeningAddress>().Url, File.ReadAllText(folder["data/cli.token"]).Trim()))
        {
            await owner.ChatAsync("what time is it");
        }

        await app.StopAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder;
    }
}
