using MailAdmin.Contracts;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>A date in 8 bytes: 48 bits of milliseconds since 1970, 16 bits of minutes from UTC.</summary>
internal readonly record struct PackedDate(long Value)
{
    private const int OffsetBits = 16;

    /// <summary>In the year 6429; a later moment would come back as one that no calendar has.</summary>
    private static readonly long LastMillisecond = MessageInfo.LastInternalDate.ToUnixTimeMilliseconds();

    /// <summary>
    /// Packs a date. Fractions of a millisecond are dropped, and a date that is too late becomes the last one.
    /// </summary>
    public static PackedDate From(DateTimeOffset date)
    {
        long milliseconds = Math.Min(date.ToUnixTimeMilliseconds(), LastMillisecond);
        return new PackedDate((milliseconds << OffsetBits) | (ushort)(short)date.Offset.TotalMinutes);
    }

    /// <summary>The date.</summary>
    public DateTimeOffset ToDateTimeOffset()
    {
        TimeSpan offset = TimeSpan.FromMinutes((short)Value);
        return DateTimeOffset.FromUnixTimeMilliseconds(Value >> OffsetBits).ToOffset(offset);
    }
}
