
namespace Harombe.HostTests.Canaries;

/// <summary>
/// What the host gives to others is taken by real receivers and real files, and every byte of it searched for a secret that went through the host in every disguise.
/// Then the redactor before it is taken out, and the same search must find it there.
/// </summary>
public sealed class OutletTests
{
    public static TheoryData<string> Outlets => [.. Outlet.All.Select(outlet => outlet.Name)];

    public static TheoryData<string, string> Guards
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (outlet, guard) in Outlet.All.SelectMany(outlet => outlet.Guards.Select(guard => (outlet.Name, guard))))
            {
                data.Add(outlet, guard);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Outlets))]
    public async Task Secret_leaves_by_no_outlet_in_any_disguise(string outlet)
    {
        var took = await TakeAsync(OutletOf(outlet), blind: null);
        var disguises = Disguises(OutletOf(outlet));

        Assert.DoesNotContain(disguises, disguise => CanaryHost.Shows(took, disguise.Text));
    }

    [Theory]
    [MemberData(nameof(Guards))]
    public async Task Without_its_redactor_the_outlet_leaks_and_the_search_sees_it(string outlet, string guard)
    {
        var took = await TakeAsync(OutletOf(outlet), guard);
        var disguises = Disguises(OutletOf(outlet));

        Assert.Contains(disguises, disguise => CanaryHost.Shows(took, disguise.Text));
    }

    private static Outlet OutletOf(string name) => Outlet.All.Single(outlet => outlet.Name == name);

    // People are asked about secrets of others only.
    private static IReadOnlyList<(string Disguise, string Text)> Disguises(Outlet outlet) => outlet.Guards.Length == 0 ? Canary.ForeignDisguises : Canary.Disguises;

    private static async Task<string> TakeAsync(Outlet outlet, string? blind)
    {
        await using var receiver = await OutletReceiver.StartAsync();
        await using var host = await CanaryHost.StartAsync(new CanaryTools().Offers, collector: null, blind, outlet.Yaml(receiver));
        foreach (var name in (string[])["alerts/webhook", "approvers/webhook", "splunk/token"])
        {
            await host.StoreAsync(name, $"the key of {name}, thirty-two bytes or more");
        }

        return await outlet.TakeAsync(host, receiver, [.. (blind is null ? Disguises(outlet) : [.. Disguises(outlet).Take(1)]).Select(disguise => disguise.Text)]);
    }
}
