using Harombe.Core.Guard;
using Harombe.Testing.Roads;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harombe.Attacks.Guard;

/// <summary>A kernel whose stations are not exactly the eight in their order can't be built.</summary>
public sealed class StationOrderTests : IDisposable
{
    private readonly Road road = new(new CountedTools());

    public static TheoryData<Station> Every => [.. Enum.GetValues<Station>().Where(station => station != Station.None)];

    public static TheoryData<Station> EveryButTheLast => [.. Enum.GetValues<Station>().Where(station => station is not (Station.None or Station.Permit))];

    public void Dispose() => road.Dispose();

    [Fact]
    public void All_eight_in_order_can_be_built() => Build([.. road.Stations]);

    [Theory, MemberData(nameof(Every))]
    public void Without_one_station_the_kernel_refuses_and_names_it(Station missing)
    {
        var fault = Assert.Throws<GuardIncompleteException>(() => Build([.. road.Stations.Where(station => station.Place != missing)]));

        Assert.Contains($"must be '{missing}'", fault.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(EveryButTheLast))]
    public void With_two_neighbours_swapped_the_kernel_refuses_and_names_the_first(Station first)
    {
        var stations = road.Stations.ToArray();
        var at = Array.FindIndex(stations, station => station.Place == first);
        (stations[at], stations[at + 1]) = (stations[at + 1], stations[at]);

        var fault = Assert.Throws<GuardIncompleteException>(() => Build(stations));

        Assert.Contains($"station {at + 1} must be '{first}' but is '{stations[at].Place}'", fault.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Every))]
    public void With_a_station_doubled_the_kernel_refuses_and_names_it(Station doubled)
    {
        var fault = Assert.Throws<GuardIncompleteException>(
            () => Build([.. road.Stations.SelectMany(station => Enumerable.Repeat(station, station.Place == doubled ? 2 : 1))]));

        Assert.Contains($"but is '{doubled}'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_station_the_kernel_refuses() => Assert.Throws<GuardIncompleteException>(() => Build([]));

    [Fact]
    public void In_reverse_the_kernel_refuses() => Assert.Throws<GuardIncompleteException>(() => Build([.. road.Stations.Reverse()]));

    private void Build(GuardStation[] stations) => _ = new GuardedKernel(road.Catalog, stations, NullLogger<GuardedKernel>.Instance);
}
