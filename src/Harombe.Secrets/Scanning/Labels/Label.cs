using System.Buffers;
using System.Collections.Frozen;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>Judges a label such as <c>aws_secret_access_key</c> or <c>tokenEndpoint</c> by its words.</summary>
internal static class Label
{
    private const StringComparison AnyCase = StringComparison.OrdinalIgnoreCase;

    private static readonly SearchValues<string> Passwords = SearchValues.Create(
        ["passw", "passphrase", "passcode", "pwd", "pass_word", "pre-shared", "preshared", "pre_shared", "kennwort", "senha", "contrasena", "wachtwoord", "mot_de_passe", "motdepasse"], AnyCase);

    private static readonly SearchValues<string> Strong = SearchValues.Create(
        ["secret", "token", "api_key", "apikey", "api-key", "api key", "api.key", "access_key", "accesskey", "access-key", "access key", "private_key", "privatekey",
         "private-key", "auth_key", "authkey", "auth-key", "signing_key", "signingkey", "encryption_key", "encryptionkey", "account_key", "accountkey", "master_key",
         "masterkey", "service_key", "app_key", "appkey", "licence_key", "license_key", "sharedaccesskey", "credential", "creds", "webhook", "bearer", "oauth",
         "dockerconfigjson", "dockercfg", "client_key", "consumer_key", "subscription", "app_certificate", "presharedkey", "preshared_key", "pre_shared_key", "pre-shared-key", "crumb", "reporter_id", "_psk", "session_key", "secure_key", "storage_key", "deploy_key", "admin_key", "subscription-key", "subscription_key", "rest_key"],
        AnyCase);

    // Words that hold one of ours and mean something else.
    private static readonly SearchValues<string> Others = SearchValues.Create(
        ["public", "trusted_key", "trusted-key", "trustedkey", "verify_key", "verifykey", "verification_key", "pubkey", "pub_key", "keyword", "keyboard", "monkey", "turkey", "hotkey", "keycode", "keyframe", "keystroke", "keypress", "keydown", "keyup", "keymap",
         "keypair", "keyring", "keystone", "keysize", "keyspace", "keylength", "keyof", "keynote", "whiskey", "jockey", "hockey", "donkey", "accessib", "accessor", "author:", "authority",
         "authors", "tokeniz", "tokenis", "tokens", "csrf", "xsrf", "-signature", "_signature", "hmac-sha", "foreign", "primary", "partition", "cache_key", "cachekey", "cache-key", "cache key", "sort_key", "sortkey", "hash_key", "hashkey",
         "rangekey", "i18n", "integrity", "checksum", "fingerprint", "digest", "placeholder", "lookup", "secretary", "credentials_id", "credentialsid", "withcredentials", "passeng", "passive", "passing", "passed", "passes", "passport", "compass", "bypass", "password_field", "keep_alive",
         "object_key", "objectkey", "metadata_key", "s3_key", "s3key", "context_key", "query_key", "react_key", "natural_key", "schema_key",
         "sequence_key", "storage_key_prefix", "rapid_", "capital", "random_access", "next_token", "nexttoken", "pagetoken", "page_token", "page-token", "continuation", "synctoken",
         "cancellation", "sitekey", "site_key", "site-key", "publishable", "anon_key", "idempotency", "correlation", "request_id", "trace", "password_reset_url", "keyless"],
        AnyCase);

    // What is said of a secret and isn't one.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Aspects = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "id", "ids", "name", "names", "type", "types", "url", "uri", "urls", "path", "paths", "file", "files", "filename", "dir", "length", "len", "size", "count", "index", "idx", "expiry", "expires",
        "expiration", "ttl", "timeout", "age", "endpoint", "field", "label", "hint", "prompt", "policy", "version", "env", "var", "variable", "arn", "ref", "reference", "alias",
        "format", "regex", "pattern", "rule", "rules", "hash", "hashes", "hashed", "status", "error", "errors", "message", "help", "description", "title", "class", "event", "handler", "callback",
        "prefix", "suffix", "header", "param", "parameter", "kind", "algorithm", "alg", "scope", "scopes", "audience", "issuer", "required", "enabled", "usage", "limit", "sha", "md", "sum", "crc", "contract", "manager", "provider",
        "service", "store", "storetype", "vault", "location", "region", "date", "time", "timestamp", "updated", "created", "changed", "rotation", "input", "visible", "strength", "confirmation", "code", "codes",
        "address", "addresses", "selector", "schema", "uuid", "guid", "seed_url", "host", "port", "email", "user", "username", "group", "role", "state", "source", "target", "view", "model", "test", "tests", "spec", "example", "keyid", "rs", "py", "js", "ts", "tsx", "go", "rb", "cs", "java", "php", "md", "yml", "yaml", "json", "geometry", "gz", "zip", "tar", "tgz", "txt", "lock", "bak")
        .GetAlternateLookup<ReadOnlySpan<char>>();

    public static LabelStrength Of(ReadOnlySpan<char> label)
    {
        if (label.ContainsAny(Others))
        {
            return LabelStrength.None;
        }

        var last = LastWord(label);
        var isPassword = label.ContainsAny(Passwords) || IsPass(last);
        var isStrong = !isPassword && (label.ContainsAny(Strong) || last.Equals("pat", AnyCase));
        if (last.Equals("id", AnyCase) || last.Equals("appid", AnyCase) || last.Equals("clientid", AnyCase))
        {
            return ProviderIdentifier.IsLabel(label) ? LabelStrength.Identifier : IsReporter(label) ? LabelStrength.Strong : LabelStrength.None;
        }

        return Aspects.Contains(last) ? LabelStrength.None
            : isPassword ? LabelStrength.Password
            : isStrong ? LabelStrength.Strong
            : LabelStrength.Weak;
    }

    private static bool IsReporter(ReadOnlySpan<char> label) => label.EndsWith("reporter_id", AnyCase);

    private static bool IsPass(ReadOnlySpan<char> word) => word.Equals("pass", AnyCase) || word.Equals("pw", AnyCase) || word.Equals("psk", AnyCase) || word.EndsWith("dbpass", AnyCase) || word.EndsWith("userpass", AnyCase);

    /// <summary>The last word of an identifier, in whatever way its words are told apart.</summary>
    private static ReadOnlySpan<char> LastWord(ReadOnlySpan<char> label)
    {
        var end = label.Length;
        while (end > 0 && !char.IsAsciiLetter(label[end - 1]))
        {
            end--;
        }

        var start = end;
        while (start > 0 && char.IsAsciiLetter(label[start - 1]))
        {
            start--;
            if (start > 0 && char.IsAsciiLetterUpper(label[start]) && char.IsAsciiLetterLower(label[start - 1]))
            {
                break;
            }
        }

        return label[start..end];
    }
}
