namespace Harombe.Secrets.Scanning.Formats;

/// <summary>Hosts of source code. GitHub's check digits: github.blog, "Behind GitHub's new authentication token formats" (2021).</summary>
internal static class SourceHosts
{
    public static IReadOnlyList<ISecretFormat> All { get; } =
    [
        new TokenFormat("GitHub token", ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], Alphabets.Base62, 36) { Checked = 36 },
        new TokenFormat("GitHub fine-grained token", ["github_pat_"], Alphabets.Base64Url, 60),
        new TokenFormat("GitLab token", ["glpat-", "gldt-", "glrt-", "glptt-", "glcbt-", "glsoat-", "glft-", "glagent-"], Alphabets.Dotted, 20),
        new TokenFormat("Bitbucket app password", ["ATBB"], Alphabets.Base62, 32) { Exactly = 32 },
        new TokenFormat("Atlassian API token", ["ATATT3xFfGF0"], Alphabets.Base64, 100),
    ];
}
