using Harombe.Secrets.Scanning.Labels;
using Harombe.Secrets.Scanning.Tables;

namespace Harombe.Secrets.Scanning.Formats;

/// <summary>Every format that the scanner knows, by family. A new kind is a line in its family's file; a new family is a file and a line here.</summary>
internal static class KnownFormats
{
    public static IReadOnlyList<ISecretFormat> All { get; } =
    [
        .. OwnTokens.All,
        .. SourceHosts.All,
        .. Clouds.All,
        .. ModelProviders.All,
        .. ChatServices.All,
        .. Payments.All,
        .. PackageRegistries.All,
        .. DeveloperServices.All,
        .. Databases.All,
        .. ProviderKeysToL.All,
        .. ProviderKeysFromL.All,
        new AwsKeyPair(),
        new PrivateKeyBlock(),
        new JsonWebToken(),
        new JsonWebKey(),
        new KubernetesSecret(),
        new UrlPassword(),
        new GoDataSource(),
        new OraclePassword(),
        new WifiCode(),
        new PuttyKey(),
        new AuthorizationHeader(),
        new LabelledValue(),
        new SpokenPassword(),
        new PasswordBeside(),
        new AccountFiles(),
        new DeviceConfiguration(),
        new NamedToken(),
        new CredentialCall(),
        new CommandLinePassword(),
        new PositionalPassword(),
        new PipedPassword(),
        new PrintedSecret(),
        new NestedValue(),
        new RecoveryCode(),
        new CharArray(),
        new FilledField(),
        new TableColumn(),
    ];
}
