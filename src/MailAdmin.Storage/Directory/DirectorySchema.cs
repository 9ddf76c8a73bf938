namespace MailAdmin.Storage.Directory;

/// <summary>
/// What directory.db looks like. A document of domains, accounts, aliases, groups or settings has the fields that are asked
/// for, the whole
/// record as JSON in <see cref="Record"/>, and its CRC-32C in <see cref="Checksum"/>, because LiteDB's pages have none.
/// </summary>
internal static class DirectorySchema
{
    /// <summary>The number of this schema. A file of another one is made anew from the log, unless there is a step from it.</summary>
    public const int Number = 2;

    /// <summary>The schema without groups; a file of it is one of <see cref="Number"/> that has none yet.</summary>
    public const int WithoutGroups = 1;

    /// <summary>
    /// One document: <see cref="Version"/>, <see cref="Sequence"/>, and the number of documents of each collection.
    /// </summary>
    public const string State = "state";

    /// <summary>Settings, by the one key "settings".</summary>
    public const string Settings = "settings";

    /// <summary>Domains, by name.</summary>
    public const string Domains = "domains";

    /// <summary>Accounts, by canonical address.</summary>
    public const string Accounts = "accounts";

    /// <summary>Aliases, by canonical address.</summary>
    public const string Aliases = "aliases";

    /// <summary>Groups, by canonical address.</summary>
    public const string Groups = "groups";

    /// <summary>Last logons, by account number.</summary>
    public const string Logons = "logons";

    public const string Id = "_id";
    public const string Version = "schema";
    public const string Sequence = "sequence";
    public const string Record = "record";
    public const string Checksum = "checksum";
    public const string Domain = "domain";
    public const string AccountNumber = "account";
    public const string Enabled = "enabled";
    public const string When = "when";
    public const string Protocol = "protocol";
    public const string RemoteAddress = "remoteAddress";
}
