using Harombe.Host.Alerts;
using Microsoft.Extensions.Time.Testing;

namespace Harombe.HostTests.Alerts;

public sealed class BurstsTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly Bursts bursts;

    public BurstsTests() => bursts = new Bursts(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), clock);

    [Fact]
    public void Enough_within_the_window_is_told_once_and_then_kept_quiet_about()
    {
        Assert.Equal([0, 0, 3, 0, 0], Enumerable.Range(0, 5).Select(_ => bursts.Count("denials", "ide", 3)));
        clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal([0, 0, 3], Enumerable.Range(0, 3).Select(_ => bursts.Count("denials", "ide", 3)));
    }

    [Fact]
    public void The_same_number_over_a_longer_time_is_no_burst()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(0, bursts.Count("denials", "ide", 3));
            clock.Advance(TimeSpan.FromSeconds(31));
        }
    }

    [Fact]
    public void One_principal_does_not_count_for_another_and_many_made_up_ones_do_not_hide_a_real_burst()
    {
        bursts.Count("denials", "ide", 3);
        bursts.Count("denials", "ide", 3);
        Assert.Equal(0, bursts.Count("denials", "other", 3));
        for (var i = 0; i < 1000; i++)
        {
            bursts.Count("denials", $"made-up-{i}", 3);
        }

        Assert.Equal(3, bursts.Count("denials", "ide", 3));
    }

    [Fact]
    public void A_threshold_of_zero_is_never_reached() => Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(0, bursts.Count("denials", "ide", 0)));
}
