using Harombe.Audit.Entries;

namespace Harombe.Tests.Audit;

public sealed class OpenCallsTests
{
    [Fact]
    public void Everything_before_the_oldest_open_call_is_settled()
    {
        var calls = new OpenCalls();
        calls.Begin("a", 3);
        calls.Begin("b", 5);
        Assert.Equal(3, calls.Settled(9));
        Assert.True(calls.End("a", out var intent));
        Assert.Equal(3, intent);
        Assert.Equal(5, calls.Settled(9));
        Assert.True(calls.End("b", out _));
        Assert.Equal(9, calls.Settled(9));
        Assert.False(calls.End("b", out _));
    }

    [Fact]
    public void A_call_that_stays_open_behind_many_that_ended_is_still_the_oldest_one()
    {
        var calls = new OpenCalls();
        calls.Begin("first", 0);
        for (var i = 1; i < 10_000; i++)
        {
            Assert.True(calls.Begin($"{i}", i));
            Assert.True(i == 5000 || calls.End($"{i}", out _));
        }

        Assert.Equal(0, calls.Settled(10_000));
        Assert.Equal([(0, "first"), (5000, "5000")], calls.InOrder());
        calls.End("first", out _);
        Assert.Equal(5000, calls.Settled(10_000));
    }

    [Fact]
    public void A_call_that_is_open_does_not_begin_again()
    {
        var calls = new OpenCalls();
        Assert.True(calls.Begin("a", 1));
        Assert.False(calls.Begin("a", 2));
        Assert.Equal(1, calls.Settled(3));
    }
}
