using MailAdmin.Contracts;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Content;

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

    /// <summary>The indexes of the appends that share it.</summary>
    public List<int> Appends { get; } = [];

    /// <summary>The indexes of the additions to the queue that share it.</summary>
    public List<int> Additions { get; } = [];

    /// <summary>About how many bytes it takes in a record.</summary>
    public long Size => Spool.Bytes.Length + Message.Structure.Length + 256L;

    // At least 1, so that two messages never have the same place.
    private long DataLength => Math.Max(1, StructureLength + Spool.Bytes.Length);

    private long StructureLength =>
        Message.Structure.IsEmpty ? 0 : Message.Structure.Length + StoredBody.StructureChecksumLength;

    /// <summary>The messages of a change, each once, in the order in which they are first named.</summary>
    public static List<SharedBody> Group(MailCommit commit)
    {
        List<SharedBody> bodies = [];
        Dictionary<NewMessage, SharedBody> known = new(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < commit.Appends.Count; i++)
        {
            FindOrAdd(bodies, known, commit.Appends[i].Message).Appends.Add(i);
        }

        for (int i = 0; i < commit.Additions.Count; i++)
        {
            FindOrAdd(bodies, known, commit.Additions[i].Message).Additions.Add(i);
        }

        return bodies;
    }

    /// <summary>Sets whether the large files of messages belong to a committed message, and so stay.</summary>
    public static void SetCommitted(List<SharedBody> bodies, bool committed)
    {
        foreach (SharedBody body in bodies)
        {
            body.Spool.Committed = committed;
        }
    }

    /// <summary>Each body with its place in the record. Its bytes must follow in the same order.</summary>
    public static IEnumerable<(SharedBody Body, StoredBody Place)> Place(List<SharedBody> bodies)
    {
        long offset = 0;
        foreach (SharedBody body in bodies)
        {
            Spool spool = body.Spool;
            yield return (body, new StoredBody(
                segment: 0,
                offset,
                (uint)body.Message.Structure.Length,
                (uint)spool.Length,
                spool.Checksum));
            offset += body.DataLength;
        }
    }

    /// <summary>Ends the parts of a record and writes the bytes of the messages.</summary>
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
        ReadOnlySpan<byte> structure = Message.Structure.Span;
        if (!structure.IsEmpty)
        {
            record.WriteBytes(structure);
            record.WriteFixed32(Crc32C.Compute(structure));
        }

        record.WriteBytes(Spool.Bytes.Span);
        if (structure.IsEmpty && Spool.Bytes.IsEmpty)
        {
            record.WriteByte(0);
        }
    }
}
