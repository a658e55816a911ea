namespace Harombe.Secrets.Scanning.Formats;

/// <summary>
/// Hosts of source code. GitHub: docs.github.com "About authentication to GitHub", check digits: github.blog "Behind GitHub's new
/// authentication token formats" (2021). GitLab: docs.gitlab.com "Token overview". Atlassian: support.atlassian.com "API tokens".
/// </summary>
internal static class SourceHosts
{
    public static IReadOnlyList<ISecretFormat> All { get; } =
    [
        new TokenFormat("GitHub token", "ghp_{word:36}") { Checked = 36, Anywhere = true },
        new TokenFormat("GitHub OAuth token", "gho_{word:36}") { Checked = 36, Anywhere = true },
        new TokenFormat("GitHub app token", "ghu_{word:36}", "ghs_{word:36}") { Checked = 36, Anywhere = true },
        new TokenFormat("GitHub refresh token", "ghr_{word:36}") { Checked = 36, Anywhere = true },
        new TokenFormat("GitHub fine-grained token", "github_pat_{word_:60}") { Anywhere = true },
        new TokenFormat("GitHub v1 installation token", "v1.{hex:40}") { Near = "git" },
        new TokenFormat("GitLab personal access token", "glpat-{url.:20}") { Anywhere = true },
        new TokenFormat("GitLab deploy token", "gldt-{url:20}"),
        new TokenFormat("GitLab runner token", "glrt-{url.:20}", "glrtr-{url.:20}"),
        new TokenFormat("GitLab runner registration token", "GR1348941{url:20}"),
        new TokenFormat("GitLab pipeline trigger token", "glptt-{hex:40}"),
        new TokenFormat("GitLab CI job token", "glcbt-{url:20}"),
        new TokenFormat("GitLab SCIM token", "glsoat-{url:20}"),
        new TokenFormat("GitLab feed token", "glft-{url:20}"),
        new TokenFormat("GitLab incoming mail token", "glimt-{url:25}"),
        new TokenFormat("GitLab agent token", "glagent-{url:40}"),
        new TokenFormat("GitLab OAuth application secret", "gloas-{url:40}"),
        new TokenFormat("GitLab feature flags token", "glffct-{url:20}"),
        new TokenFormat("GitLab workspace token", "glwt-{url:20}"),
        new TokenFormat("GitLab session cookie", "_gitlab_session={low:32}") { Anywhere = true },
        new TokenFormat("Bitbucket app password", "ATBB{word:32}", "ATCTT3{any64:60+}"),
        new TokenFormat("Atlassian API token", "ATATT3{any64:100+}"),
        new TokenFormat("Atlassian admin key", "ATCTT3xFfGN0{any64:100+}"),
        new TokenFormat("Sourcegraph access token", "sgp_{Hex:40}", "sgp_{Hex:16}_{Hex:40}", "sgp_local_{Hex:40}", "slk_{hex:64}"),
    ];
}
