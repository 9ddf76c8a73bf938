using System.Buffers;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// The values of the header fields that matter, unfolded, of all parts of a message. Bounded: a field longer than
/// <see cref="FieldLimit"/> is cut, and what exceeds <see cref="TotalLimit"/> in one message counts as absent.
/// </summary>
internal sealed class HeaderCapture : IDisposable
{
    // Some 2,000 addresses; twice what one SMTP transaction takes in recipients.
    private const int FieldLimit = 128 << 10;

    private const int TotalLimit = 512 << 10;

    // What an entry of the list costs, so that empty fields are bounded, too.
    private const int EntryCost = 16;

    private readonly List<Entry> entries = [];
    private byte[] store = ArrayPool<byte>.Shared.Rent(2 << 10);
    private int length;
    private int spent;
    private int fieldStart = -1;
    private KnownField field;

    /// <summary>How many fields were kept so far: a part records it before and after its header.</summary>
    public int Count => entries.Count;

    /// <summary>Begins a field.</summary>
    public void Begin(KnownField known, ReadOnlySpan<byte> value)
    {
        field = known;
        fieldStart = length;
        Append(value);
    }

    /// <summary>Goes on with the field that was begun last, if it is kept.</summary>
    public void Append(ReadOnlySpan<byte> value)
    {
        if (fieldStart < 0)
        {
            return;
        }

        int room = Math.Min(FieldLimit - (length - fieldStart), TotalLimit - spent - (length - fieldStart));
        value = value[..Math.Clamp(room, 0, value.Length)];
        if (store.Length - length < value.Length)
        {
            Grow(value.Length);
        }

        value.CopyTo(store.AsSpan(length));
        length += value.Length;
    }

    /// <summary>Takes back a CR whose LF came in the next fragment.</summary>
    public void TrimLineEnd()
    {
        if (fieldStart >= 0 && length > fieldStart && store[length - 1] == '\r')
        {
            length--;
        }
    }

    /// <summary>Ends the field that was begun last.</summary>
    public void End()
    {
        if (fieldStart >= 0 && spent + EntryCost <= TotalLimit)
        {
            spent += length - fieldStart + EntryCost;
            entries.Add(new Entry(field, fieldStart, length - fieldStart));
        }

        fieldStart = -1;
    }

    /// <summary>Finds a field among those from <paramref name="start"/> on, or -1 when there is none.</summary>
    public int Find(KnownField known, int start, int end)
    {
        for (int index = start; index < end; index++)
        {
            if (entries[index].Field == known)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>The value of a field, without white space around it.</summary>
    public ReadOnlySpan<byte> Value(int index)
    {
        Entry entry = entries[index];
        return store.AsSpan(entry.Start, entry.Length).Trim(" \t"u8);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(store);
        store = [];
        length = 0;
    }

    private void Grow(int count)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(store.Length * 2, length + count));
        store.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(store);
        store = larger;
    }

    private readonly record struct Entry(KnownField Field, int Start, int Length);
}
