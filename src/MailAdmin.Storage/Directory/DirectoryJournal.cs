using System.Text.Json;
using System.Text.Json.Serialization;
using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>Writes and reads the change journal that is in the log: the truth about the directory.</summary>
internal static class DirectoryJournal
{
    /// <summary>The journal of one record.</summary>
    public static byte[] Write(IEnumerable<JournalEntry> entries, ChangeOrigin origin, DateTimeOffset when)
    {
        JournalDocument document = new()
        {
            Who = origin.Who,
            Command = origin.Command,
            ProcessId = origin.ProcessId,
            When = when,
            Changes = [.. entries.Select(ToDocument)],
        };
        return JsonSerializer.SerializeToUtf8Bytes(document, DirectoryJson.Default.JournalDocument);
    }

    /// <summary>The changes in a journal.</summary>
    public static IEnumerable<JournalEntry> Read(ReadOnlySpan<byte> json)
    {
        JournalDocument document = JsonSerializer.Deserialize(json, DirectoryJson.Default.JournalDocument)
            ?? throw new JsonException("A journal is empty.");
        return document.Changes.Select(ToEntry);
    }

    private static ChangeDocument ToDocument(JournalEntry entry) => new()
    {
        Section = (int)entry.Section,
        Key = entry.Key,
        SettingsBefore = entry.Before is StoreSettings settingsBefore ? DirectoryMapping.ToDocument(settingsBefore) : null,
        SettingsAfter = entry.After is StoreSettings settingsAfter ? DirectoryMapping.ToDocument(settingsAfter) : null,
        DomainBefore = entry.Before is DomainRecord domainBefore ? DirectoryMapping.ToDocument(domainBefore) : null,
        DomainAfter = entry.After is DomainRecord domainAfter ? DirectoryMapping.ToDocument(domainAfter) : null,
        AccountBefore = entry.Before is AccountRecord accountBefore ? DirectoryMapping.ToDocument(accountBefore) : null,
        AccountAfter = entry.After is AccountRecord accountAfter ? DirectoryMapping.ToDocument(accountAfter) : null,
        AliasBefore = entry.Before is AliasRecord aliasBefore ? DirectoryMapping.ToDocument(aliasBefore) : null,
        AliasAfter = entry.After is AliasRecord aliasAfter ? DirectoryMapping.ToDocument(aliasAfter) : null,
        GroupBefore = entry.Before is GroupRecord groupBefore ? DirectoryMapping.ToDocument(groupBefore) : null,
        GroupAfter = entry.After is GroupRecord groupAfter ? DirectoryMapping.ToDocument(groupAfter) : null,
    };

    private static JournalEntry ToEntry(ChangeDocument change)
    {
        (object? before, object? after) = (JournalSection)change.Section switch
        {
            JournalSection.Settings => Pair(change.SettingsBefore, change.SettingsAfter, DirectoryMapping.ToRecord),
            JournalSection.Domain => Pair(change.DomainBefore, change.DomainAfter, DirectoryMapping.ToRecord),
            JournalSection.Account => Pair(change.AccountBefore, change.AccountAfter, DirectoryMapping.ToRecord),
            JournalSection.Alias => Pair(change.AliasBefore, change.AliasAfter, DirectoryMapping.ToRecord),
            JournalSection.Group => Pair(change.GroupBefore, change.GroupAfter, DirectoryMapping.ToRecord),
            _ => throw new JsonException($"A journal has the unknown section {change.Section}."),
        };
        return new JournalEntry((JournalSection)change.Section, change.Key, before, after);
    }

    private static (object? Before, object? After) Pair<TDocument, TRecord>(TDocument? before, TDocument? after, Func<TDocument, TRecord> map)
        where TDocument : class
        where TRecord : class
    {
        return (before is null ? null : map(before), after is null ? null : map(after));
    }
}

/// <summary>The documents as JSON, by generated code.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalDocument))]
[JsonSerializable(typeof(SettingsDocument))]
[JsonSerializable(typeof(DomainDocument))]
[JsonSerializable(typeof(AccountDocument))]
[JsonSerializable(typeof(AliasDocument))]
[JsonSerializable(typeof(GroupDocument))]
internal sealed partial class DirectoryJson : JsonSerializerContext;
