namespace Harombe.Secrets.Scanning.Formats;

/// <summary>Providers of language models.</summary>
internal static class ModelProviders
{
    public static IReadOnlyList<ISecretFormat> All { get; } =
    [
        new TokenFormat("Anthropic API key", ["sk-ant-"], Alphabets.Base64Url, 32),
        new TokenFormat("OpenAI API key", ["sk-proj-", "sk-svcacct-", "sk-admin-", "sk-None-"], Alphabets.Base64Url, 32),
        // OpenAI's older keys, and those of providers that took over its form.
        new TokenFormat("sk- API key", ["sk-"], Alphabets.Base62, 32) { EntropyFloor = 3.2 },
        new TokenFormat("OpenRouter API key", ["sk-or-v1-"], Alphabets.Hex, 64),
        new TokenFormat("Hugging Face token", ["hf_"], Alphabets.Letters, 34) { Exactly = 34 },
        new TokenFormat("Groq API key", ["gsk_"], Alphabets.Base62, 48),
        new TokenFormat("xAI API key", ["xai-"], Alphabets.Base62, 70),
        new TokenFormat("Perplexity API key", ["pplx-"], Alphabets.Base62, 40),
        new TokenFormat("Replicate token", ["r8_"], Alphabets.Base62, 37) { Exactly = 37 },
    ];
}
