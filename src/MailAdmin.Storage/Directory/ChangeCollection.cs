using System.IO.Enumeration;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MailAdmin.Contracts;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Directory;

/// <summary>Some changes that match, and where to read on.</summary>
/// <param name="Changes">The changes, newest first.</param>
/// <param name="Next">The key below which the next ones are; null: there are no more.</param>
internal sealed record ChangePage(IReadOnlyList<MailChange> Changes, long? Next);

/// <summary>
/// The change journal in directory.db, written in the order of the log and read newest first. Its key is the sequence
/// number of the record of the log, then the number of the change in it, so it is the same after it was made again.
/// </summary>
internal sealed class ChangeCollection(DirectoryDatabase database)
{
    /// <summary>A key above all others.</summary>
    public const long End = long.MaxValue;

    private const string Name = DirectorySchema.Changes;
    private const int IndexBits = 20;
    private const int MaxPage = 500;
    private const int MaxByIndex = 5_000;

    /// <summary>The latest time of all changes in it.</summary>
    public DateTime Latest { get; set; } = DateTime.UnixEpoch;

    /// <summary>
    /// Makes the index by which a rarely changed target is found, by the checksum of its text: LiteDB is slow with
    /// texts.
    /// </summary>
    public void CreateIndex() => database.CreateIndex(Name, DirectorySchema.TargetKey);

    /// <summary>Writes the journal of a record; part of a transaction.</summary>
    public void Write(JournalRecord record)
    {
        Latest = record.When.UtcDateTime > Latest ? record.When.UtcDateTime : Latest;
        for (int i = 0; i < record.Changes.Count; i++)
        {
            // The rest of a record with more than a million changes is in the log only.
            long key = (record.Sequence << IndexBits) | (uint)Math.Min(i, (1 << IndexBits) - 1);
            database.Upsert(Name, ToDocument(key, record, record.Changes[i], Latest));
        }
    }

    /// <summary>
    /// Reads changes that match below a key; a bounded number of documents, so that others get their turn.
    /// </summary>
    public ChangePage Read(ChangeFilter filter, long below, int max)
    {
        (long from, long to) = filter.Sequence is { } sequence
            ? (sequence << IndexBits, Math.Min(below, (sequence + 1) << IndexBits))
            : (0, below);
        bool any = filter is { Who: null, Target: null, Command: null };
        int limit = any ? Math.Min(max, MaxPage) : MaxPage;
        List<MailChange> found = [];
        IReadOnlyList<DirectoryDocument>? one = FindTarget(filter, to);
        IReadOnlyList<DirectoryDocument> documents = one ?? database.ReadDown(Name, to, limit);
        foreach (DirectoryDocument document in documents)
        {
            // The clock may have jumped, so the latest time of it and all before it ends the search, not its own.
            if ((long)document.Id < from || filter.Since > document.GetTime(DirectorySchema.Latest))
            {
                return new ChangePage(found, Next: null);
            }

            MailChange change = ToChange(document);
            if (IsMatch(filter, change))
            {
                found.Add(change);
                if (found.Count == max)
                {
                    return new ChangePage(found, (long)document.Id);
                }
            }
        }

        return new ChangePage(found, one is null && documents.Count == limit ? (long)documents[^1].Id : null);
    }

    // The changes of one target below a key, newest first; null: they are better found one after the other.
    private DirectoryDocument[]? FindTarget(ChangeFilter filter, long below)
    {
        if (filter.Target is not { } target || filter.Sequence is not null || target.AsSpan().ContainsAny('*', '?'))
        {
            return null;
        }

        return database.FindByIndex(Name, DirectorySchema.TargetKey, TargetKeyOf(target), MaxByIndex)?
            .Where(document => (long)document.Id < below)
            .OrderByDescending(document => (long)document.Id)
            .ToArray();
    }

    private static long TargetKeyOf(string target) => Crc32C.Compute(Encoding.UTF8.GetBytes(target.ToLowerInvariant()));

    private static bool IsMatch(ChangeFilter filter, MailChange change)
    {
        return (filter.Since is not { } since || change.When >= since)
            && IsMatch(filter.Who, change.Who)
            && IsMatch(filter.Command, change.Command)
            && IsMatch(filter.Target, change.Target);
    }

    private static bool IsMatch(string? pattern, string text) =>
        pattern is null || FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: true);

    private static DirectoryDocument ToDocument(long key, JournalRecord record, DirectoryChange change, DateTime latest)
    {
        RecordDifference difference = change.Kind.Compare(change.Before, change.After);
        DirectoryDocument document = new(key)
        {
            [DirectorySchema.When] = record.When.UtcDateTime,
            [DirectorySchema.Latest] = latest,
            [DirectorySchema.Who] = record.Origin.Who,
            [DirectorySchema.Command] = record.Origin.Command,
            [DirectorySchema.ProcessId] = record.Origin.ProcessId,
            [DirectorySchema.Kind] = change.Kind.Name,
            [DirectorySchema.Action] = ActionOf(change).ToString(),
            [DirectorySchema.Target] = change.Key,
            [DirectorySchema.TargetKey] = TargetKeyOf(change.Key),
            [DirectorySchema.Before] = WriteTexts(difference.Before),
            [DirectorySchema.After] = WriteTexts(difference.After),
        };
        document[DirectorySchema.Checksum] = ChecksumOf(document);
        return document;
    }

    private static MailChange ToChange(DirectoryDocument document)
    {
        if (document.GetNumber(DirectorySchema.Checksum) != ChecksumOf(document)
            || !Enum.TryParse(document.GetText(DirectorySchema.Action), out ChangeAction action))
        {
            throw new DirectoryDamagedException($"The change {document.Id} is damaged.");
        }

        return new MailChange
        {
            Sequence = (long)document.Id >> IndexBits,
            When = document.GetTime(DirectorySchema.When).ToLocalTime(),
            Who = document.GetText(DirectorySchema.Who),
            Command = document.GetText(DirectorySchema.Command),
            ProcessId = (int)document.GetNumber(DirectorySchema.ProcessId),
            Kind = document.GetText(DirectorySchema.Kind),
            Action = action,
            Target = document.GetText(DirectorySchema.Target),
            Before = ReadTexts(document.GetText(DirectorySchema.Before)),
            After = ReadTexts(document.GetText(DirectorySchema.After)),
        };
    }

    private static string WriteTexts(Dictionary<string, string> texts) =>
        JsonSerializer.Serialize(texts, ChangeJson.Default.DictionaryStringString);

    private static Dictionary<string, string> ReadTexts(string json) =>
        JsonSerializer.Deserialize(json, ChangeJson.Default.DictionaryStringString) ?? [];

    private static ChangeAction ActionOf(DirectoryChange change) =>
        change.Before is null ? ChangeAction.Created
        : change.After is null ? ChangeAction.Removed
        : ChangeAction.Changed;

    private static long ChecksumOf(DirectoryDocument document)
    {
        StringBuilder all = new();
        foreach (string name in DirectorySchema.ChangeTexts)
        {
            all.Append(document.GetText(name)).Append('\n');
        }

        return Crc32C.Compute(Encoding.UTF8.GetBytes(all.ToString()));
    }
}

/// <summary>Names and texts as JSON, by generated code.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class ChangeJson : JsonSerializerContext;
