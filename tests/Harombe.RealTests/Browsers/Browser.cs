using Harombe.RealTests.Gateway;
using Microsoft.Playwright;

namespace Harombe.RealTests.Browsers;

/// <summary>The Chromium of this machine, without a window. What a page complains about is kept: a policy that blocks its own page shows there.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly IPlaywright playwright;
    private readonly IBrowser chromium;
    private readonly List<string> complaints = [];

    private Browser(IPlaywright playwright, IBrowser chromium, IPage page)
    {
        (this.playwright, this.chromium, Page) = (playwright, chromium, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, and of scripts.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    public static async Task<Browser> StartAsync(BrowserNewContextOptions? options = null)
    {
        var playwright = await Playwright.CreateAsync();
        var chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = RealFactAttribute.Find("chromium"),
            // As root there is no sandbox; nothing but the host on this machine is visited.
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
        return new Browser(playwright, chromium, await chromium.NewPageAsync(new BrowserNewPageOptions
        {
            ViewportSize = options?.ViewportSize ?? new ViewportSize { Width = 900, Height = 900 },
            ColorScheme = options?.ColorScheme,
        }));
    }

    /// <summary>Keeps what is seen now, beside the tests' output, for people to look at.</summary>
    public Task ShootAsync(string name) =>
        Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", name + ".png"), FullPage = true });

    public async ValueTask DisposeAsync()
    {
        await chromium.DisposeAsync();
        playwright.Dispose();
    }
}
