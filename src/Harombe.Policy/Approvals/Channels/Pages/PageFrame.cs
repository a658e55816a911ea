namespace Harombe.Policy.Approvals.Channels.Pages;

/// <summary>What the pages have in common: head, style, heading.</summary>
internal static class PageFrame
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1d2330; --soft: #5b6475; --paper: #f5f6f8; --card: #fff; --line: #d9dde5; --link: #1f5fbf;
                --yes: #17663a; --no: #a3231f; --odd: #8a1c6a; --odd-back: #fbe3f4; --text: #0b5c4a; --atom: #7a3e00; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e8ebf1; --soft: #a5aebd; --paper: #14171d; --card: #1d222b; --line: #353c49; --link: #8ab8ff;
                  --yes: #2c8a55; --no: #c8443f; --odd: #ffb3e6; --odd-back: #4a1c3c; --text: #7fd8bf; --atom: #f0b878; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
        main { max-width: 46rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
        h1 { font-size: 1.45rem; line-height: 1.3; margin: 0 0 1rem; overflow-wrap: anywhere; }
        h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
        a { color: var(--link); }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1.25rem; margin: 0 0 1rem; }
        .card > :first-child { margin-top: 0; } .card > :last-child { margin-bottom: 0; }
        .notice { border-left: .35rem solid var(--no); }
        dl { display: grid; grid-template-columns: 7rem 1fr; gap: .35rem 1rem; margin: 0; }
        dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
        code, pre { font: .92rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
        h1 code { font-size: 1.3rem; font-weight: 600; } h2 code { font-size: 1.05rem; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--paper); border: 1px solid var(--line); border-radius: .4rem;
              padding: .8rem; margin: 0; direction: ltr; }
        bdi { unicode-bidi: isolate; } .key { font-weight: 600; } .text { color: var(--text); } .atom { color: var(--atom); } .esc { opacity: .6; }
        .odd { color: var(--odd); background: var(--odd-back); border: 1px solid; border-radius: .25rem; padding: 0 .25rem; font-size: .8em; }
        .risk, .state { display: inline-block; border: 1px solid; border-radius: 1rem; padding: 0 .7rem; font-size: .9rem; font-weight: 600; }
        .high, .critical { color: #fff; background: var(--no); border-color: var(--no); } .medium { color: var(--atom); } .low { color: var(--yes); }
        form { margin: 0 0 1rem; } form + form { border-top: 1px solid var(--line); padding-top: 1rem; } form p { margin-top: 0; } label { display: block; margin: 0 0 .3rem; }
        input { width: 100%; font: inherit; padding: .5rem .6rem; border: 1px solid var(--soft); border-radius: .4rem; background: var(--card);
                color: inherit; margin: 0 0 .6rem; }
        button { font: inherit; font-weight: 600; color: #fff; border: 0; border-radius: .4rem; padding: .6rem 1.4rem; cursor: pointer; }
        .plus { color: var(--yes); } .minus { color: var(--no); } li > pre { margin: .3rem 0; } section.card ul { margin: 0 0 1rem; }
        textarea { width: 100%; font: .92rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; padding: .5rem .6rem; border: 1px solid var(--soft); border-radius: .4rem;
                   background: var(--card); color: inherit; margin: 0 0 .6rem; }
        select { font: inherit; padding: .4rem; margin: 0 .6rem .6rem 0; }
        summary { cursor: pointer; font-weight: 600; } details[open] > summary { margin-bottom: 1rem; } .soft-button { background: var(--soft); }
        .yes { background: var(--yes); } .no { background: var(--no); }
        :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        ul { list-style: none; margin: 0; padding: 0; } .soft { color: var(--soft); }
        """;

    /// <param name="title">Encoded already.</param>
    /// <param name="body">Encoded already.</param>
    /// <param name="nonce">Lets this style through the content security policy, and no other.</param>
    public static string Render(string title, string body, string nonce) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title}</title>
        <style nonce="{nonce}">{Style}</style>
        </head>
        <body><main>
        {body}
        </main></body>
        </html>
        """;

    public static string Time(DateTimeOffset time) =>
        $"<time datetime=\"{time.ToUniversalTime():yyyy-MM-ddTHH:mm:ssZ}\">{time.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC</time>";
}
