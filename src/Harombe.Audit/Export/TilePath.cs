using System.Globalization;

namespace Harombe.Audit.Export;

/// <summary>Paths of C2SP tlog-tiles: 1234067 is <c>x001/x234/067</c>, a part of a tile ends in <c>.p/width</c>.</summary>
internal static class TilePath
{
    /// <summary>Hashes or entries in a full tile.</summary>
    public const int Width = 256;

    public static string Hashes(int level, long index, int width) => $"tile/{level.ToString(CultureInfo.InvariantCulture)}/{Of(index, width)}";

    public static string Entries(long index, int width) => $"tile/entries/{Of(index, width)}";

    private static string Of(long index, int width)
    {
        var path = (index % 1000).ToString("000", CultureInfo.InvariantCulture);
        for (index /= 1000; index > 0; index /= 1000)
        {
            path = $"x{(index % 1000).ToString("000", CultureInfo.InvariantCulture)}/{path}";
        }

        return width == Width ? path : $"{path}.p/{width.ToString(CultureInfo.InvariantCulture)}";
    }
}
