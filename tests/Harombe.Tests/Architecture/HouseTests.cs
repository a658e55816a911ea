namespace Harombe.Tests.Architecture;

/// <summary>The house rules that a machine can check.</summary>
public sealed class HouseTests
{
    private const int LongestFile = 300;

    private static readonly string[] Product = ["src", "plugins", "mcp-servers"];

    private static readonly string[] SayNothing =
        ["Common", "Shared", "Utilities", "Utils", "Helpers", "Services", "Models", "Interfaces", "Managers"];

    private static readonly string[] EmptyEndings = ["Manager", "Helper", "Helpers", "Util", "Utils", "Processor", "Engine", "Wrapper", "Impl", "Base"];

    [Fact]
    public void No_file_is_longer_than_anybody_wants_to_live_in() => Assert.Equal(
        [], Checkout.Sources(Product).Where(file => File.ReadLines(file).Count() > LongestFile).Select(Checkout.Relative));

    [Fact]
    public void Folders_are_nouns_of_the_domain() => Assert.Equal([], 
        Checkout.Sources(Product).Select(Checkout.Relative).Where(file => file.Split('/').Intersect(SayNothing).Any()));

    [Fact]
    public void Types_are_named_for_what_they_are() => Assert.Equal([], 
        Checkout.Sources(Product).Where(file => EmptyEndings.Any(ending => Path.GetFileNameWithoutExtension(file).EndsWith(ending, StringComparison.Ordinal))).Select(Checkout.Relative));

    [Fact]
    public void Namespace_is_the_folder() => Assert.Equal([], Checkout.Sources(Product).Where(file => !NamespaceFits(file)).Select(Checkout.Relative));

    [Fact]
    public void Nothing_is_left_undone_in_a_comment()
    {
        // Taken apart so that this file doesn't find itself.
        string[] debts = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "#reg" + "ion", "NotImplemented" + "Exception"];

        Assert.Equal([], Checkout.Sources([.. Product, "tests"])
            .Where(file => File.ReadAllText(file) is var text && debts.Any(debt => text.Contains(debt, StringComparison.Ordinal)))
            .Select(Checkout.Relative));
    }

    private static bool NamespaceFits(string file)
    {
        var declared = File.ReadLines(file).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal));
        if (declared is null)
        {
            return Path.GetFileName(file) is "Program.cs" or "AssemblyInfo.cs";
        }

        var parts = Checkout.Relative(Path.GetDirectoryName(file)!).Split('/').Skip(1);
        return declared == $"namespace {string.Join('.', parts)};";
    }
}
