namespace MailAdmin.Storage.Directory;

/// <summary>
/// What directory.db looks like: one collection a kind (<see cref="DirectoryKind.Collection"/>), whose documents have
/// the text of the key as their key, the record as JSON in <see cref="Record"/>, its CRC-32C in <see cref="Checksum"/>,
/// and the domain it counts in, if any, in <see cref="Domain"/>; and the collections named here. about_MailAdmin_Store
/// tells users of it.
/// </summary>
internal static class DirectorySchema
{
    /// <summary>The number of this schema. A file of another one is made again from the log.</summary>
    public const int Number = 3;

    /// <summary>
    /// One document (<see cref="StateKey"/>): <see cref="Version"/>, <see cref="Sequence"/>, <see cref="Journal"/>, the
    /// number of documents of each kind, and in <see cref="Digest"/> the sum of their checksums, which tells whether
    /// all of them are of this state: after a power failure some pages of the file may be those of an earlier one.
    /// </summary>
    public const string State = "state";

    /// <summary>The change journal, by number; see <see cref="ChangeCollection"/>.</summary>
    public const string Changes = "changes";

    /// <summary>The last logon of each account, by its number.</summary>
    public const string Logons = "logons";

    /// <summary>The last logons of each account as JSON, by its number.</summary>
    public const string LogonHistory = "logonHistory";

    /// <summary>The used size of each account a day; see <see cref="UsageCollection"/>.</summary>
    public const string Usage = "usage";

    public const string StateKey = "settings";

    public const string Id = "_id";
    public const string Version = "schema";
    public const string Sequence = "sequence";
    public const string Journal = "journal";
    public const string Record = "record";
    public const string Checksum = "checksum";
    public const string Domain = "domain";
    public const string Account = "account";
    public const string When = "when";
    public const string Digest = "digest";
    public const string Latest = "latest";
    public const string Who = "who";
    public const string Command = "command";
    public const string ProcessId = "processId";
    public const string Kind = "kind";
    public const string Action = "action";
    public const string Target = "target";
    public const string TargetKey = "targetKey";
    public const string Before = "before";
    public const string After = "after";
    public const string Protocol = "protocol";
    public const string RemoteAddress = "remoteAddress";
    public const string Day = "day";
    public const string UsedSize = "usedSize";

    /// <summary>The fields of a change that are texts, in the order of its checksum.</summary>
    public static readonly string[] ChangeTexts = [Who, Command, Kind, Action, Target, Before, After];
}
