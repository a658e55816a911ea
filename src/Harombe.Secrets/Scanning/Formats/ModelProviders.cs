namespace Harombe.Secrets.Scanning.Formats;

/// <summary>Providers of language models, speech and search, from the authentication page of each one's API reference.</summary>
internal static class ModelProviders
{
    public static IReadOnlyList<ISecretFormat> All { get; } =
    [
        new TokenFormat("Anthropic API key", "sk-ant-{url:32+}"),
        new TokenFormat("OpenAI project key", "sk-proj-{url:32+}"),
        new TokenFormat("OpenAI service account key", "sk-svcacct-{url:32+}"),
        new TokenFormat("OpenAI admin key", "sk-admin-{url:32+}"),
        new TokenFormat("OpenAI user key", "sk-None-{url:32+}"),
        // OpenAI's older keys, and those of the many providers that took over its form.
        new TokenFormat("sk- API key", "sk-{word:32+}"),
        new TokenFormat("OpenAI session key", "sess-{word:40}"),
        new TokenFormat("OpenRouter API key", "sk-or-v1-{Hex:64}"),
        new TokenFormat("MiniMax API key", "sk-api-{url:60+}"),
        new TokenFormat("Moonshot or Stability key", "sk-{url:48}"),
        new TokenFormat("Langfuse secret key", "sk-lf-{uuid}"),
        new TokenFormat("LangSmith key", "lsv2_pt_{hex:32}_{hex:10}", "lsv2_sk_{hex:32}_{hex:10}", "ls__{hex:32}"),
        new TokenFormat("Hugging Face token", "hf_{letter:34}", "api_org_{letter:34}"),
        new TokenFormat("Groq API key", "gsk_{word:48}"),
        new TokenFormat("xAI API key", "xai-{url:70}"),
        new TokenFormat("Perplexity API key", "pplx-{word:40}"),
        new TokenFormat("Replicate token", "r8_{word:37}"),
        new TokenFormat("Together AI key", "tgp_v1_{url:43}"),
        new TokenFormat("Fireworks AI key", "fw_{word:24}"),
        new TokenFormat("Cerebras API key", "csk-{word:48}"),
        new TokenFormat("NVIDIA API key", "nvapi-{url:60}"),
        new TokenFormat("ElevenLabs API key", "sk_{hex:48}"),
        new TokenFormat("Voyage AI key", "pa-{url:43}"),
        new TokenFormat("Jina AI key", "jina_{url:60}"),
        new TokenFormat("Tavily key", "tvly-{url:20+}"),
        new TokenFormat("Firecrawl key", "fc-{hex:32}"),
        new TokenFormat("Brave search key", "BSA{url:24-40}"),
        new TokenFormat("Weights and Biases key", "wandb_v1_{word_:60+}"),
        new TokenFormat("Pinecone key", "pcsk_{word_:50+}"),
        new TokenFormat("Cursor API key", "key_{hex:64}"),
        new TokenFormat("Vercel AI gateway key", "vck_{url:56}"),
        new TokenFormat("Devin API key", "apk_user_{b64=:100+}", "apk_{b64=:80-104}", "cog_{low32:52}"),
        new TokenFormat("Friendli token", "flp_{word:46}"),
        new TokenFormat("Browserbase key", "bb_live_{url:27}"),
        new TokenFormat("Helicone key", "sk-helicone-{url:20+}", "pk-helicone-{url:20+}"),
        new TokenFormat("Cartesia key", "sk_car_{url:20+}"),
        new TokenFormat("Modal token", "as-{word:22}") { Near = "modal" },
        new TokenFormat("RunPod key", "rpa_{word:40}"),
    ];
}
