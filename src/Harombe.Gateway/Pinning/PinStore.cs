using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Harombe.Core.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Harombe.Gateway.Pinning;

/// <summary>
/// What was accepted of each upstream, sealed with the host's key: who can write the database can take a pin away, which quarantines, but can't make one.
/// Thread-safe.
/// </summary>
internal sealed partial class PinStore(IStateStore state, IOptions<GatewayOptions> options, ILogger<PinStore> log)
{
    private readonly byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA256, options.Value.StateKey.ToArray(), 32, info: "harombe upstream pins 1"u8.ToArray());

    /// <summary>The pins of a server.</summary>
    public async ValueTask<ImmutableArray<Pin>> OfAsync(string server, CancellationToken cancellationToken)
    {
        var rows = await state.ReadAsync(
            connection => connection.Rows(
                """
                SELECT kind, name, hash, definition, accepted_at, accepted_by, seal FROM upstream_pins WHERE server = $server ORDER BY kind, name
                """,
                row => Row(server, row),
                ("$server", server)),
            cancellationToken).ConfigureAwait(false);
        var pins = ImmutableArray.CreateBuilder<Pin>();
        foreach (var (pin, seal) in rows)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Seal(pin)), Encoding.ASCII.GetBytes(seal)))
            {
                pins.Add(pin);
            }
            else
            {
                Broken(log, server, pin.Definition.Name);
            }
        }

        return pins.ToImmutable();
    }

    /// <summary>Accepts definitions in the place of what was accepted before; those of the kinds and names that are not among them are forgotten.</summary>
    /// <param name="server">Whose.</param>
    /// <param name="pins">All of them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask ReplaceAsync(string server, IReadOnlyList<Pin> pins, CancellationToken cancellationToken) => await state.WriteAsync(
        connection =>
        {
            connection.Execute("DELETE FROM upstream_pins WHERE server = $server", ("$server", server));
            foreach (var pin in pins)
            {
                Insert(connection, pin);
            }

            return 0;
        },
        cancellationToken).ConfigureAwait(false);

    private void Insert(DbConnection connection, Pin pin) => connection.Execute(
        """
        INSERT INTO upstream_pins (server, kind, name, hash, definition, accepted_at, accepted_by, seal)
        VALUES ($server, $kind, $name, $hash, $definition, $at, $by, $seal)
        """,
        ("$server", pin.Server),
        ("$kind", Word(pin.Definition.Kind)),
        ("$name", pin.Definition.Name),
        ("$hash", pin.Definition.Hash),
        ("$definition", pin.Definition.Value.GetRawText()),
        ("$at", pin.At.ToUnixTimeMilliseconds()),
        ("$by", pin.By),
        ("$seal", Seal(pin)));

    private static (Pin Pin, string Seal) Row(string server, DbDataReader row) => (
        new Pin(
            server,
            new Definition(KindOf(row.GetString(0)), row.GetString(1), JsonElement.Parse(row.GetString(3)), row.GetString(2)),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
            row.IsDBNull(5) ? null : row.GetString(5)),
        row.GetString(6));

    private string Seal(Pin pin) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Join(
        '\0',
        pin.Server,
        Word(pin.Definition.Kind),
        pin.Definition.Name,
        pin.Definition.Hash,
        pin.Definition.Value.GetRawText(),
        pin.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        pin.By ?? ""))));

    private static string Word(DefinitionKind kind) => kind.ToString().ToLowerInvariant();

    private static DefinitionKind KindOf(string word) => word switch
    {
        "place" => DefinitionKind.Place,
        "instructions" => DefinitionKind.Instructions,
        "tool" => DefinitionKind.Tool,
        "prompt" => DefinitionKind.Prompt,
        "resources" => DefinitionKind.Resources,
        _ => DefinitionKind.None,
    };

    [LoggerMessage(LogLevel.Error, "A pin of upstream {Upstream} ({Name}) was not written by this host; it counts as none")]
    private static partial void Broken(ILogger log, string upstream, string name);
}
