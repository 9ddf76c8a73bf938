using System.Text.Json.Serialization;
using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>
/// The kinds of objects in the directory. A new kind is a record, a class that describes it, and its lines here.
/// </summary>
internal static class DirectoryKinds
{
    public static SettingsKind Settings { get; } = new();

    public static DomainKind Domains { get; } = new();

    public static AccountKind Accounts { get; } = new();

    public static AliasKind Aliases { get; } = new();

    public static GroupKind Groups { get; } = new();

    /// <summary>All of them, by number.</summary>
    public static IReadOnlyList<DirectoryKind> All { get; } = [Settings, Domains, Accounts, Aliases, Groups];

    /// <summary>The kinds whose objects have an address; each address belongs to one object.</summary>
    public static IReadOnlyList<IAddressKind> Addresses { get; } = [.. All.OfType<IAddressKind>()];

    /// <summary>The kind of a number; null: a later version made it.</summary>
    public static DirectoryKind? Find(int number) => number > 0 && number <= All.Count ? All[number - 1] : null;
}

/// <summary>The records as JSON, by generated code.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(AccountIdConverter)])]
[JsonSerializable(typeof(StoreSettings))]
[JsonSerializable(typeof(DomainRecord))]
[JsonSerializable(typeof(AccountRecord))]
[JsonSerializable(typeof(AliasRecord))]
[JsonSerializable(typeof(GroupRecord))]
internal sealed partial class DirectoryJson : JsonSerializerContext;
