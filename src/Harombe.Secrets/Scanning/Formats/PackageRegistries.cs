namespace Harombe.Secrets.Scanning.Formats;

/// <summary>
/// Package and image registries. npm's check digits are GitHub's (npm documentation, "About access tokens"). PyPI: its help, "API tokens" (a macaroon that
/// names its host). NuGet, RubyGems, crates.io, Docker Hub, Artifactory, Clojars, Packagist: their pages on tokens.
/// </summary>
internal static class PackageRegistries
{
    public static IReadOnlyList<ISecretFormat> All { get; } =
    [
        new TokenFormat("npm token", "npm_{word:36}") { Checked = 36 },
        new TokenFormat("npm legacy token", "_authToken={uuid}", "_authToken = {uuid}") { Anywhere = true },
        new TokenFormat("PyPI token", "pypi-AgEIcHlwaS5vcmc{url:50}", "pypi-AgENdGVzdC5weXBpLm9yZw{url:50}") { Anywhere = true },
        new TokenFormat("NuGet API key", "oy2{low:43}"),
        new TokenFormat("RubyGems key", "rubygems_{Hex:48}"),
        new TokenFormat("crates.io token", "cio{word:32}"),
        new TokenFormat("Docker personal token", "dckr_pat_{url:27}"),
        new TokenFormat("Docker organisation token", "dckr_oat_{url:27}"),
        new TokenFormat("Artifactory API key", "AKCp{word:60-80}"),
        new TokenFormat("Artifactory reference token", "cmVmd{word:59}", "cmVmdGtu{word:56}"),
        new TokenFormat("Clojars token", "CLOJARS_{word:60}"),
        new TokenFormat("Packagist token", "packagist_uut_{hex:40+}", "packagist_out_{hex:40+}", "packagist_ort_{hex:40+}", "packagist_oot_{hex:40+}", "packagist_act_{hex:40+}"),
        new TokenFormat("ThingsBoard device token", "thingsboard.cloud/api/v1/{low:20}") { Anywhere = true },
        new TokenFormat("Anaconda token", "/t/{low:2}-{uuid}"),
    ];
}
