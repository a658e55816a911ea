namespace Harombe.Secrets.Scanning.Formats;

/// <summary>Package and image registries. npm's check digits are GitHub's.</summary>
internal static class PackageRegistries
{
    public static IReadOnlyList<ISecretFormat> All { get; } =
    [
        new TokenFormat("npm token", ["npm_"], Alphabets.Base62, 36) { Checked = 36 },
        new TokenFormat("PyPI token", ["pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZw"], Alphabets.Base64Url, 50),
        new TokenFormat("NuGet API key", ["oy2"], Alphabets.LowerAndDigits, 43) { Exactly = 43 },
        new TokenFormat("RubyGems key", ["rubygems_"], Alphabets.Hex, 48),
        new TokenFormat("Docker token", ["dckr_pat_", "dckr_oat_"], Alphabets.Base64Url, 27),
    ];
}
