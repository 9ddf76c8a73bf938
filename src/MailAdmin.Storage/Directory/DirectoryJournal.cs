using System.Text.Json;
using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>
/// Writes and reads the change journal that is in the log, the truth about the directory: who, command, processId,
/// when, and changes, each with section (the number of the kind), key, and the records before and after it, named after
/// the kind: accountBefore, accountAfter.
/// </summary>
internal static class DirectoryJournal
{
    /// <summary>The journal of one record.</summary>
    public static byte[] Write(JournalRecord record)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("who", record.Origin.Who);
            writer.WriteString("command", record.Origin.Command);
            writer.WriteNumber("processId", record.Origin.ProcessId);
            writer.WriteString("when", record.When);
            writer.WriteStartArray("changes");
            foreach (DirectoryChange change in record.Changes)
            {
                WriteChange(writer, change);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Reads the journal of a record.</summary>
    /// <exception cref="JsonException">It is no journal, or has a kind of a later version.</exception>
    public static JournalRecord Read(long sequence, ReadOnlySpan<byte> json)
    {
        string who = "";
        string command = "";
        int processId = 0;
        DateTimeOffset when = default;
        List<DirectoryChange> changes = [];
        Utf8JsonReader reader = new(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "who":
                    who = reader.GetString()!;
                    break;
                case "command":
                    command = reader.GetString()!;
                    break;
                case "processId":
                    processId = reader.GetInt32();
                    break;
                case "when":
                    when = reader.GetDateTimeOffset();
                    break;
                case "changes":
                    ReadChanges(json, ref reader, changes);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new JournalRecord(sequence, new ChangeOrigin(who, command, processId), when, changes);
    }

    private static void WriteChange(Utf8JsonWriter writer, DirectoryChange change)
    {
        writer.WriteStartObject();
        writer.WriteNumber("section", change.Kind.Number);
        writer.WriteString("key", change.Key);
        WriteRecord(writer, change.Kind, change.Kind.BeforeName, change.Before);
        WriteRecord(writer, change.Kind, change.Kind.AfterName, change.After);
        writer.WriteEndObject();
    }

    private static void WriteRecord(Utf8JsonWriter writer, DirectoryKind kind, string name, object? record)
    {
        if (record is not null)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(kind.Write(record), skipInputValidation: true);
        }
    }

    private static void ReadChanges(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, List<DirectoryChange> changes)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            DirectoryKind? kind = null;
            object? before = null;
            object? after = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isBefore = kind is not null && reader.ValueTextEquals(kind.BeforeName);
                bool isAfter = kind is not null && reader.ValueTextEquals(kind.AfterName);
                bool isSection = reader.ValueTextEquals("section");
                reader.Read();
                int start = (int)reader.TokenStartIndex;
                if (isSection)
                {
                    kind = DirectoryKinds.Find(reader.GetInt32())
                        ?? throw new JsonException($"A journal has the unknown section {reader.GetInt32()}.");
                }

                reader.Skip();
                ReadOnlySpan<byte> value = json[start..(int)reader.BytesConsumed];
                before = isBefore ? kind!.Read(value) : before;
                after = isAfter ? kind!.Read(value) : after;
            }

            kind = kind ?? throw new JsonException("A change has no section.");
            changes.Add(new DirectoryChange(kind, before, after));
        }
    }
}
