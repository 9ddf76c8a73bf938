using System.Text.Json;
using System.Text.Json.Serialization;

namespace MailAdmin.Diagnostics.Blocklists;

/// <summary>A list of addresses in the DNS from which mail is not wanted, and what its answers mean.</summary>
internal sealed record BlocklistZone
{
    private static readonly Lazy<IReadOnlyList<BlocklistZone>> Read = new(() =>
    {
        using Stream stream = typeof(BlocklistZone).Assembly.GetManifestResourceStream("Blocklists/zones")!;
        return JsonSerializer.Deserialize(stream, BlocklistZoneJson.Default.BlocklistZoneArray)!;
    });

    /// <summary>The lists that many servers ask.</summary>
    public static IReadOnlyList<BlocklistZone> Usual => Read.Value;

    public required string Zone { get; init; }

    public bool HasIPv6 { get; init; } = true;

    /// <summary>Where to look and ask for removal; empty: not known.</summary>
    public string Page { get; init; } = "";

    /// <summary>For an answer its meaning in English and Japanese.</summary>
    public Dictionary<string, string[]> Meanings { get; init; } = [];

    /// <summary>A zone of the table, or any other.</summary>
    public static BlocklistZone Named(string name) =>
        Usual.FirstOrDefault(zone => zone.Zone == name) ?? new BlocklistZone { Zone = name };
}

/// <summary>How the table is read.</summary>
[JsonSerializable(typeof(BlocklistZone[]))]
internal sealed partial class BlocklistZoneJson : JsonSerializerContext;
