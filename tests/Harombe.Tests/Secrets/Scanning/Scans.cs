using System.Text;
using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning;
using Harombe.Secrets.Scanning.Issued;

namespace Harombe.Tests.Secrets.Scanning;

/// <summary>Makes scanners, and secrets at run time: none stands in the source, where every other scanner would find it.</summary>
internal static class Scans
{
    public const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    public const string Hex = "0123456789abcdef";
    public const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static SecretScanner Plain { get; } = new(new IssuedSecrets());

    public static SecretScanner Knowing(params (string Name, string Value)[] secrets)
    {
        var issued = new IssuedSecrets();
        foreach (var (name, value) in secrets)
        {
            issued.Add(SecretName.Parse(name), Encoding.UTF8.GetBytes(value));
        }

        return new SecretScanner(issued);
    }

    public static string Random(string alphabet, int length, int seed = 7)
    {
        var random = new Random(seed);
        return string.Concat(Enumerable.Range(0, length).Select(_ => alphabet[random.Next(alphabet.Length)]));
    }

    /// <summary>The only finding, as kind and text.</summary>
    public static (string Kind, string Text) Only(string text, ISecretScanner? scanner = null)
    {
        var finding = Assert.Single((scanner ?? Plain).Scan(text));
        return (finding.Kind, text.Substring(finding.Start, finding.Length));
    }
}
