namespace MailAdmin.Storage.Directory;

/// <summary>
/// What directory.db looks like: one collection a kind (<see cref="DirectoryKind.Collection"/>), whose documents have the
/// text of the key as their key, the record as JSON in <see cref="Record"/>, its CRC-32C in <see cref="Checksum"/>, and
/// the domain it counts in, if any, in <see cref="Domain"/>; and the collections named here.
/// </summary>
internal static class DirectorySchema
{
    /// <summary>The number of this schema. A file of another one is made again from the log.</summary>
    public const int Number = 3;

    /// <summary>
    /// One document: <see cref="Version"/>, <see cref="Sequence"/>, and the number of documents of each kind.
    /// </summary>
    public const string State = "state";

    /// <summary>Last logons, by account number.</summary>
    public const string Logons = "logons";

    /// <summary>The key of the one document in <see cref="State"/>.</summary>
    public const string StateKey = "settings";

    public const string Id = "_id";
    public const string Version = "schema";
    public const string Sequence = "sequence";
    public const string Record = "record";
    public const string Checksum = "checksum";
    public const string Domain = "domain";
    public const string When = "when";
    public const string Protocol = "protocol";
    public const string RemoteAddress = "remoteAddress";
}
