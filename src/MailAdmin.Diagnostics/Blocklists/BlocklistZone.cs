using System.Text.Json.Serialization;

namespace MailAdmin.Diagnostics.Blocklists;

/// <summary>A DNS list of addresses from which mail is unwanted, and what its answers mean.</summary>
internal sealed record BlocklistZone
{
    private static readonly Lazy<BlocklistZone[]> Table =
        new(() => EmbeddedTable.Read("Blocklists/zones", BlocklistZoneJson.Default.BlocklistZoneArray));

    /// <summary>The lists that many servers ask.</summary>
    public static IReadOnlyList<BlocklistZone> Usual => Table.Value;

    public required string Zone { get; init; }

    public bool HasIPv6 { get; init; } = true;

    /// <summary>The page to look an address up and ask for its removal; empty when it is not known.</summary>
    public string Page { get; init; } = "";

    /// <summary>The meaning of each answer, in English and Japanese.</summary>
    public Dictionary<string, string[]> Meanings { get; init; } = [];

    /// <summary>A zone of the table, or any other.</summary>
    public static BlocklistZone Named(string name) =>
        Usual.FirstOrDefault(zone => zone.Zone == name) ?? new BlocklistZone { Zone = name };
}

/// <summary>Reads the table without reflection.</summary>
[JsonSerializable(typeof(BlocklistZone[]))]
internal sealed partial class BlocklistZoneJson : JsonSerializerContext;
