using System.Text.Json;
using System.Text.Json.Serialization;
using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>
/// Logons in directory.db: the last one of each account, which is read when the store is opened, and the last of each
/// account as JSON, which are read when they are asked for.
/// </summary>
internal sealed class LogonCollection(DirectoryDatabase database)
{
    /// <summary>The last logon of each account.</summary>
    public IReadOnlyList<LogonRecord> ReadLast() => [.. database.ReadAll(DirectorySchema.Logons).Select(ToLogon)];

    /// <summary>The last logons of an account, newest first.</summary>
    public IReadOnlyList<LogonRecord> Read(AccountId account)
    {
        try
        {
            return database.Find(DirectorySchema.LogonHistory, account.Value) is { } document
                ? JsonSerializer.Deserialize(document.GetRecord(), LogonJson.Default.LogonRecordArray) ?? []
                : [];
        }
        catch (JsonException exception)
        {
            throw new DirectoryDamagedException(exception.Message, exception);
        }
    }

    /// <summary>Adds logons of an account, newest first; part of a transaction.</summary>
    public void Write(AccountId account, IReadOnlyList<LogonRecord> logons)
    {
        WriteLast(logons[0]);
        LogonRecord[] all = [.. logons.Concat(Read(account)).Distinct().Take(LogonRecord.MaxKept)];
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(all, LogonJson.Default.LogonRecordArray);
        database.Upsert(DirectorySchema.LogonHistory, new DirectoryDocument(account.Value).WithRecord(json));
    }

    /// <summary>Writes the last logon of an account; part of a transaction.</summary>
    public void WriteLast(LogonRecord logon) =>
        database.Upsert(DirectorySchema.Logons, new DirectoryDocument(logon.Account.Value)
    {
        [DirectorySchema.When] = logon.When.UtcTicks,
        [DirectorySchema.Protocol] = (int)logon.Protocol,
        [DirectorySchema.RemoteAddress] = logon.RemoteAddress,
    });

    /// <summary>Removes the logons of an account; part of a transaction.</summary>
    public void Remove(AccountId account)
    {
        database.Delete(DirectorySchema.Logons, account.Value);
        database.Delete(DirectorySchema.LogonHistory, account.Value);
    }

    private static LogonRecord ToLogon(DirectoryDocument document) => new(
        new AccountId((long)document.Id),
        new DateTimeOffset(document.GetNumber(DirectorySchema.When), TimeSpan.Zero),
        (MailProtocol)document.GetNumber(DirectorySchema.Protocol),
        document.GetText(DirectorySchema.RemoteAddress));
}

/// <summary>Logons as JSON, by generated code.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(AccountIdConverter)])]
[JsonSerializable(typeof(LogonRecord[]))]
internal sealed partial class LogonJson : JsonSerializerContext;
