using System.Runtime.Versioning;

namespace Harombe.HostTests.Diagnosis;

[UnsupportedOSPlatform("windows")]
public sealed class DoctorTests
{
    public static TheoryData<string> WithoutRoot => [.. BrokenSetUps.All.Where(one => !one.Value.Root).Select(one => one.Key)];

    public static TheoryData<string> WithDisks => [.. BrokenSetUps.All.Where(one => one.Value.Root).Select(one => one.Key)];

    [Theory]
    [MemberData(nameof(WithoutRoot))]
    public Task Doctor_names_the_cause_and_a_remedy_that_works(string setUp) => CureAsync(BrokenSetUps.All[setUp]);

    [RootTheory]
    [MemberData(nameof(WithDisks))]
    public Task Doctor_names_what_is_wrong_with_a_disk_and_a_remedy_that_works(string setUp) => CureAsync(BrokenSetUps.All[setUp]);

    [Fact]
    public async Task Everything_works_on_a_folder_that_a_host_has_left_and_on_none()
    {
        await using var ward = new Ward();
        ward.Set("server.port", "0");
        Assert.Equal(0, (await ward.ExamineAsync()).Code);

        Directory.Delete(ward.Data, recursive: true);
        await DataTemplate.CopyAsync(ward.Data);
        var (code, steps) = await ward.ExamineAsync();

        Assert.Equal(0, code);
        Assert.Contains("intact", steps["audit"].Detail, StringComparison.Ordinal);
        Assert.Contains("stored, and they open", steps["secrets"].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_leaves_a_folder_as_it_found_it()
    {
        await using var ward = new Ward();
        ward.Set("server.port", "0");
        await DataTemplate.CopyAsync(ward.Data);
        await ward.ExamineAsync();
        var before = Names(ward.Data);

        await ward.ExamineAsync();

        Assert.Equal(before, Names(ward.Data));
        Assert.DoesNotContain(before, name => name.Contains("doctor", StringComparison.Ordinal));
    }

    private static async Task CureAsync(BrokenSetUp setUp)
    {
        await using var ward = new Ward();
        ward.Set("server.port", "0");
        await setUp.Break(ward);

        var (code, broken) = await ward.ExamineAsync();

        Assert.NotEqual(0, code);
        var (health, detail, remedy) = broken[setUp.Step];
        Assert.True(health == "fails", $"{setUp.Step}: {health} {detail}\n{string.Join('\n', broken)}");
        Assert.Contains(setUp.Cause, detail, StringComparison.Ordinal);
        Assert.Contains(setUp.Remedy, remedy, StringComparison.Ordinal);
        // The first that fails is the one that is broken: what follows from it is not blamed before it.
        Assert.Equal(setUp.Step, broken.First(step => step.Value.Health == "fails").Key);

        await setUp.Mend(ward);
        (code, var mended) = await ward.ExamineAsync();
        Assert.True(code == 0, string.Join('\n', mended));
    }

    private static List<string> Names(string folder) => [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}

/// <summary>A test that mounts a disk of its own, which only root may.</summary>
internal sealed class RootTheoryAttribute : TheoryAttribute
{
    public RootTheoryAttribute()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            Skip = "Mounts a small disk, which only root on Linux may.";
        }
    }
}
