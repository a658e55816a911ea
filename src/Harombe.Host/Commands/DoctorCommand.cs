using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Harombe.Core.Display;
using Harombe.Core.Secrets;
using Harombe.Host.Commands.Connection;
using Harombe.Host.Configuration;
using Harombe.Host.Diagnosis;
using Harombe.Host.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Finding = Harombe.Host.Diagnosis.Finding;

namespace Harombe.Host.Commands;

/// <summary><c>harombe doctor</c>: tries everything that a host needs, and says what fails and what helps.</summary>
internal sealed class DoctorCommand : Command
{
    public DoctorCommand(Surroundings here)
        : base("doctor", "Try everything that a host needs, and say what fails and what helps. The model is asked for one word.") =>
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (run.Configure().Failed(out var stop, out var loaded))
        {
            return run.Fail(stop);
        }

        var configuration = loaded.Configuration;
        var findings = new List<Finding> { Finding.Works("configuration", loaded.Effective.File ?? "no file, the defaults") };
        Tell(run, findings[0]);
        using var host = await FindAsync(configuration, run.Here.Clock, cancellationToken).ConfigureAwait(false);
        await using var services = new ServiceCollection().AddLogging().AddSingleton(run.Here.Clock).With(configuration).BuildServiceProvider();
        await foreach (var finding in Examination.RunAsync(new Patient(configuration, run.Here.Clock, host, services), cancellationToken).ConfigureAwait(false))
        {
            findings.Add(finding);
            Tell(run, finding);
        }

        var failing = findings.Count(finding => finding.Health == Health.Fails);
        if (run.Json)
        {
            run.WriteJson(new DoctorForm(failing == 0, findings), DoctorJson.Default.DoctorForm);
        }

        run.Say(failing == 0 ? "everything that was tried works" : failing == 1 ? "one step fails" : $"{failing} steps fail; begin with the first");
        return failing == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<HostClient?> FindAsync(HarombeConfiguration configuration, TimeProvider clock, CancellationToken cancellationToken)
    {
        var token = TokenFile.Read(Path.Combine(configuration.Data.Folder, Access.OwnerSetUp.CommandLineToken)).Failed(out _, out var read) ? null : read;
        if (HostFinding.Connect(configuration, token, clock).Failed(out _, out var host))
        {
            return null;
        }

        if (await host.IsAliveAsync(cancellationToken).ConfigureAwait(false))
        {
            return host;
        }

        host.Dispose();
        return null;
    }

    private static void Tell(Invocation run, Finding finding)
    {
        if (run.Json)
        {
            return;
        }

        var word = finding.Health switch
        {
            Health.Works => "works",
            Health.Fails => "FAILS",
            Health.NotTried => "-",
            _ => throw new InvalidOperationException($"Unknown health {finding.Health}."),
        };
        run.Terminal.Output.WriteLine(VisibleText.Line($"{finding.Step,-13} {word,-5}  {finding.Detail}"));
        if (finding.Remedy.Length > 0)
        {
            run.Terminal.Output.WriteLine(VisibleText.Line($"{"",-13} remedy {finding.Remedy}"));
        }
    }
}

internal static class DoctorServices
{
    /// <summary>The host's composition; whatever is asked of it is made, and nothing is started. No record is open, so nothing is leased from it.</summary>
    public static IServiceCollection With(this IServiceCollection services, HarombeConfiguration configuration)
    {
        services.AddHarombe(configuration, new ListeningAddress(new Uri("http://localhost")));
        services.AddSingleton<TrialLeases>();
        services.Replace(ServiceDescriptor.Singleton<ILeases>(provider => provider.GetRequiredService<TrialLeases>()));
        services.Replace(ServiceDescriptor.Singleton<IPlaceholderResolver>(provider => provider.GetRequiredService<TrialLeases>()));
        return services;
    }
}

internal sealed record DoctorForm(bool Works, IReadOnlyList<Finding> Steps);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DoctorForm))]
internal sealed partial class DoctorJson : JsonSerializerContext;
