using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Harombe.Core.Principals;
using Harombe.Host.Hosting;

namespace Harombe.Host.Access;

/// <summary>
/// Seals what gives access, with a key in a 0600 file beside the database. Where there is no such file, the database was made before there were seals or
/// restored without its keys: all that it holds is sealed anew, then the key is kept. Thread-safe.
/// </summary>
internal sealed class AccessSeals
{
    private const int KeyLength = 32;

    private readonly string path;
    private readonly byte[] key;

    /// <exception cref="IOException">The file is there but is no key.</exception>
    public AccessSeals(string folder)
    {
        path = Path.Combine(folder, "access.key");
        IsFresh = !File.Exists(path);
        key = IsFresh ? RandomNumberGenerator.GetBytes(KeyLength) : File.ReadAllBytes(path);
        if (key.Length != KeyLength)
        {
            throw new IOException($"{path} is damaged. Delete it to have a new one: look at 'harombe token list' then, all that stands there will count.");
        }
    }

    /// <summary>Whether the key was made now and nothing is sealed by it yet.</summary>
    public bool IsFresh { get; }

    /// <summary>Keeps a fresh key. From then on only what it sealed counts.</summary>
    public void Keep() => OwnerFile.Write(path, key);

    /// <summary>The seal of a token's row.</summary>
    public string Of(string hash, Principal principal, long issuedAt, long? expiresAt) => Mac(string.Create(CultureInfo.InvariantCulture,
        $"token\n{hash}\n{principal.Id.Value}\n{(long)principal.Kinds}\n{issuedAt}\n{expiresAt}\n{string.Join('\n', principal.Tools.Globs.Select(glob => glob.Pattern))}"));

    /// <summary>What is stored of a sign-in link's code.</summary>
    public string OfLink(string code) => Mac($"link\n{code}");

    /// <summary>Whether a seal is the one that it should be, in a time that doesn't tell how far it is.</summary>
    public static bool Same(string? seal, string expected) =>
        seal is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(seal), Encoding.ASCII.GetBytes(expected));

    private string Mac(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
}
