using MailAdmin.Contracts;
using MailAdmin.Storage.Content;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>A message of a change, with the entries of mailboxes and the queue that share its body.</summary>
internal sealed class SharedBody
{
    private SharedBody(NewMessage message)
    {
        Message = message;
        Spool = message.Spool as Spool ?? throw new ArgumentException("The spool is not of this store.");
    }

    public NewMessage Message { get; }

    public Spool Spool { get; }

    /// <summary>Which of the appends.</summary>
    public List<int> Appends { get; } = [];

    /// <summary>Which of the additions to the queue.</summary>
    public List<int> Additions { get; } = [];

    /// <summary>About how many octets it has in a record.</summary>
    public long Size => Spool.Octets.Length + Message.Structure.Length + 256L;

    // Never nothing, so that two messages never lie at one place.
    private long DataLength => Math.Max(1, StructureLength + Spool.Octets.Length);

    private long StructureLength =>
        Message.Structure.IsEmpty ? 0 : Message.Structure.Length + MessageReader.StructureChecksumLength;

    /// <summary>The messages of a change, each once, in the order in which they are first named.</summary>
    public static List<SharedBody> Group(IReadOnlyList<AppendRequest> appends, IReadOnlyList<NewQueueItem> additions)
    {
        List<SharedBody> bodies = [];
        Dictionary<NewMessage, SharedBody> known = new(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < appends.Count; i++)
        {
            FindOrAdd(bodies, known, appends[i].Message).Appends.Add(i);
        }

        for (int i = 0; i < additions.Count; i++)
        {
            FindOrAdd(bodies, known, additions[i].Message).Additions.Add(i);
        }

        return bodies;
    }

    /// <summary>Says whether the files of messages stay.</summary>
    public static void Keep(List<SharedBody> bodies, bool keep)
    {
        foreach (SharedBody body in bodies)
        {
            body.Spool.Kept = keep;
        }
    }

    /// <summary>Each body with what all its entries say of it; its octets must follow in the same order.</summary>
    public static IEnumerable<(SharedBody Body, MessageEntry Entry)> Place(List<SharedBody> bodies)
    {
        long offset = 0;
        foreach (SharedBody body in bodies)
        {
            MessageEntry entry = new()
            {
                Size = (uint)body.Spool.Length,
                Date = PackedDate.From(body.Message.InternalDate),
                BodyChecksum = body.Spool.Checksum,
                StructureLength = (uint)body.Message.Structure.Length,
                Segment = 0,
                Offset = checked((uint)offset),
            };
            yield return (body, entry);
            offset += body.DataLength;
        }
    }

    /// <summary>Ends the parts of a record and writes the octets of the messages.</summary>
    public static void WriteData(RecordBuffer record, List<SharedBody> bodies)
    {
        record.EndParts();
        foreach (SharedBody body in bodies)
        {
            body.WriteData(record);
        }
    }

    private static SharedBody FindOrAdd(
        List<SharedBody> bodies, Dictionary<NewMessage, SharedBody> known, NewMessage message)
    {
        if (!known.TryGetValue(message, out SharedBody? body))
        {
            body = new SharedBody(message);
            known.Add(message, body);
            bodies.Add(body);
        }

        return body;
    }

    private void WriteData(RecordBuffer record)
    {
        if (!Message.Structure.IsEmpty)
        {
            record.WriteOctets(Message.Structure.Span);
            record.WriteFixed32(Crc32C.Compute(Message.Structure.Span));
        }

        record.WriteOctets(Spool.Octets.Span);
        if (Message.Structure.IsEmpty && Spool.Octets.IsEmpty)
        {
            record.WriteByte(0);
        }
    }
}
