using Harombe.Gateway.Upstreams.Questions;
using Microsoft.Extensions.Time.Testing;

namespace Harombe.Tests.Gateway;

public sealed class CallDeadlineTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void Time_that_a_person_takes_does_not_count()
    {
        using var deadline = new CallDeadline(TimeSpan.FromSeconds(10), clock);
        clock.Advance(TimeSpan.FromSeconds(6));
        deadline.Pause();
        clock.Advance(TimeSpan.FromHours(1));
        deadline.Resume();
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.False(deadline.IsOver);

        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True(deadline.IsOver);
    }

    [Fact]
    public void It_stands_still_until_the_last_of_several_questions_is_answered()
    {
        using var deadline = new CallDeadline(TimeSpan.FromSeconds(1), clock);
        deadline.Pause();
        deadline.Pause();
        deadline.Resume();
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(deadline.IsOver);

        deadline.Resume();
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(deadline.IsOver);
    }

    [Fact]
    public void An_answer_that_comes_after_its_call_does_no_harm()
    {
        var deadline = new CallDeadline(TimeSpan.FromSeconds(1), clock);
        deadline.Pause();
        deadline.Dispose();
        deadline.Resume();
    }
}
