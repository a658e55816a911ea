using System.Text.Json;
using CsCheck;
using Harombe.Core.Calls;
using Harombe.Core.Labels;

namespace Harombe.Tests.Calls;

public sealed class LabelTests
{
    private static readonly Gen<Label> Labels = Gen.Select(Gen.Enum<Integrity>(), Gen.Enum<Confidentiality>(), (integrity, confidentiality) => new Label(integrity, confidentiality));

    [Fact]
    public void Joining_is_the_same_in_any_order_and_grouping() => Gen.Select(Labels, Labels, Labels).Sample((a, b, c) =>
    {
        Assert.Equal(a.Join(b), b.Join(a));
        Assert.Equal(a.Join(b).Join(c), a.Join(b.Join(c)));
        Assert.Equal(a, a.Join(a));
    });

    [Fact]
    public void Joining_never_makes_a_value_more_trusted_or_less_confidential() => Gen.Select(Labels, Labels).Sample((a, b) =>
    {
        var joined = a.Join(b);
        Assert.True(joined.Integrity <= a.Integrity && joined.Integrity <= b.Integrity);
        Assert.True(joined.Confidentiality <= a.Confidentiality && joined.Confidentiality <= b.Confidentiality);
        Assert.True(joined.Integrity == a.Integrity || joined.Integrity == b.Integrity);
    });

    [Fact]
    public void What_carries_no_label_is_outside_and_secret_and_drags_everything_down()
    {
        Assert.Equal(new Label(Integrity.Outside, Confidentiality.Secret), default);
        Assert.Equal(default, Label.OfUser.Join(default));
    }

    [Fact]
    public void The_label_of_arguments_is_the_worst_of_them_and_of_those_nobody_labelled()
    {
        var labels = new Dictionary<string, Label> { ["a"] = Label.OfOutside };
        Assert.True(ToolArguments.TryCreate(JsonElement.Parse("""{"a":1,"b":2}"""), Label.OfUser, labels, out var arguments, out _));

        Assert.Equal(Label.OfOutside, arguments.LabelOf("a"));
        Assert.Equal(Label.OfUser, arguments.LabelOf("b"));
        Assert.Equal(new Label(Integrity.Outside, Confidentiality.Private), arguments.Label);
    }
}
