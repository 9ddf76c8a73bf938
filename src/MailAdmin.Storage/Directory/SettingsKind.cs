using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>The settings of the store, which are one object.</summary>
internal sealed class SettingsKind()
    : DirectoryKind<string, StoreSettings>(1, "Settings", "settings", DirectoryJson.Default.StoreSettings)
{
    /// <summary>The key of the one object.</summary>
    public const string Key = "settings";

    public override string KeyOf(StoreSettings record) => Key;

    public override string KeyTextOf(string key) => key;

    protected override MailException NotFound(DirectorySnapshot directory, string key) =>
        throw new InvalidOperationException("A store has settings.");

    protected override StoreSettings KeepIdentity(StoreSettings before, StoreSettings after) => after;
}
