using Harombe.Core.Guard;
using Harombe.Host.Hosting;
using Harombe.Testing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Attacks.Guard;

/// <summary>Somebody changes the composition of the real host. It doesn't start, and nothing listens.</summary>
public sealed class HostWithoutStationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<Station> Every => StationOrderTests.Every;

    public static TheoryData<Station> EveryButTheLast => StationOrderTests.EveryButTheLast;

    public void Dispose() => folder.Dispose();

    [Theory, MemberData(nameof(Every))]
    public Task A_host_without_a_station_does_not_start(Station missing) => AssertDoesNotStartAsync(
        $"must be '{missing}'", services => services.Remove(Stations(services)[(int)missing - 1]));

    [Theory, MemberData(nameof(Every))]
    public Task A_host_with_a_station_doubled_does_not_start(Station doubled) => AssertDoesNotStartAsync(
        $"is '{doubled}'", services => services.Insert(services.IndexOf(Stations(services)[(int)doubled - 1]), Stations(services)[(int)doubled - 1]));

    [Theory, MemberData(nameof(EveryButTheLast))]
    public Task A_host_with_two_stations_swapped_does_not_start(Station first) => AssertDoesNotStartAsync(
        $"must be '{first}'",
        services =>
        {
            var (one, other) = (services.IndexOf(Stations(services)[(int)first - 1]), services.IndexOf(Stations(services)[(int)first]));
            (services[one], services[other]) = (services[other], services[one]);
        });

    private static List<ServiceDescriptor> Stations(IServiceCollection services) => [.. services.Where(service => service.ServiceType == typeof(GuardStation))];

    private async Task AssertDoesNotStartAsync(string named, Action<IServiceCollection> change)
    {
        using var server = new ServerThatNobodyMayStart();

        var fault = await Assert.ThrowsAsync<GuardIncompleteException>(async () =>
        {
            await using var app = HarombeHost.Build(GuardedHost.Configuration(folder), services =>
            {
                change(services);
                services.AddSingleton<IServer>(server);
            });
            await HarombeHost.StartAsync(app, CancellationToken.None);
        });

        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
        Assert.False(server.Started);
    }

    private sealed class ServerThatNobodyMayStart : IServer
    {
        public bool Started { get; private set; }

        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull
        {
            Started = true;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
