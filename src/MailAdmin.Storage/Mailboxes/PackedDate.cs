namespace MailAdmin.Storage.Mailboxes;

/// <summary>A date in 8 bytes: 48 bits of milliseconds since 1970, 16 bits of minutes from UTC.</summary>
internal readonly record struct PackedDate(long Value)
{
    private const int OffsetBits = 16;

    /// <summary>Packs a date; what is finer than a millisecond is dropped.</summary>
    public static PackedDate From(DateTimeOffset date)
    {
        return new PackedDate((date.ToUnixTimeMilliseconds() << OffsetBits) | (ushort)(short)date.Offset.TotalMinutes);
    }

    /// <summary>The date.</summary>
    public DateTimeOffset ToDateTimeOffset()
    {
        TimeSpan offset = TimeSpan.FromMinutes((short)Value);
        return DateTimeOffset.FromUnixTimeMilliseconds(Value >> OffsetBits).ToOffset(offset);
    }
}
