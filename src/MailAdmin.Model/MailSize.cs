using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using MailAdmin.Texts;

namespace MailAdmin;

/// <summary>
/// A number of bytes that people read and write: <c>2 GB</c>, <c>500MB</c>, <c>Unlimited</c>. Units are powers of 1024,
/// as PowerShell's own. Compares and sums as its bytes; <see cref="Unlimited"/> sorts last.
/// </summary>
[JsonConverter(typeof(MailSizeJsonConverter))]
public readonly struct MailSize : IEquatable<MailSize>, IComparable<MailSize>, IComparable, IFormattable, IConvertible
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>
    /// Creates a size from a number of bytes, zero or more. <see cref="long.MaxValue"/> means unlimited.
    /// </summary>
    /// <exception cref="MailException">InvalidSize: the number is negative.</exception>
    public MailSize(long bytes)
    {
        if (bytes < 0)
        {
            throw MailException.Of(MailError.InvalidSize, bytes, MailText.Of("Reason.Negative"));
        }

        Bytes = bytes;
    }

    /// <summary>Creates a size from a text, as <see cref="Parse(string)"/> reads it.</summary>
    /// <exception cref="MailException">InvalidSize.</exception>
    public MailSize(string text)
    {
        Bytes = Parse(text).Bytes;
    }

    /// <summary>No limit.</summary>
    public static MailSize Unlimited => new(long.MaxValue);

    /// <summary>No bytes.</summary>
    public static MailSize Zero => default;

    /// <summary>The number of bytes; <see cref="long.MaxValue"/> when unlimited.</summary>
    public long Bytes { get; }

    /// <summary>Whether there is no limit.</summary>
    public bool IsUnlimited => Bytes == long.MaxValue;

    /// <summary>
    /// Reads <c>1024</c>, <c>2GB</c>, <c>2 GiB</c>, <c>1.5 MB</c>, <c>Unlimited</c>; case and white space do not
    /// matter. Where the culture of the thread has a decimal comma, <c>1,5 MB</c> too.
    /// </summary>
    /// <exception cref="MailException">InvalidSize: names the text and what is wrong with it.</exception>
    public static MailSize Parse(string text)
    {
        return TryParse(text, out MailSize size, out MailText? reason)
            ? size
            : throw MailException.Of(MailError.InvalidSize, text, reason);
    }

    /// <summary>As <see cref="Parse(string)"/>, without an exception.</summary>
    public static bool TryParse(string? text, out MailSize size)
    {
        return TryParse(text, out size, out _);
    }

    /// <summary>Takes a number as a number of bytes.</summary>
    public static implicit operator MailSize(long bytes) => new(bytes);

    /// <summary>The number of bytes.</summary>
    public static explicit operator long(MailSize size) => size.Bytes;

    /// <summary>Adds; unlimited stays unlimited.</summary>
    public static MailSize operator +(MailSize left, MailSize right) =>
        left.IsUnlimited || right.IsUnlimited || left.Bytes > long.MaxValue - right.Bytes
            ? Unlimited
            : new(left.Bytes + right.Bytes);

    /// <summary>Subtracts, at least to zero; unlimited stays unlimited.</summary>
    public static MailSize operator -(MailSize left, MailSize right) =>
        left.IsUnlimited ? Unlimited : new(Math.Max(0, left.Bytes - right.Bytes));

    /// <summary>Multiplies; unlimited stays unlimited, and so does what is more than can be counted.</summary>
    /// <exception cref="MailException">InvalidSize: the factor is negative or no number.</exception>
    public static MailSize operator *(MailSize left, double factor) =>
        !(factor >= 0) ? throw MailException.Of(MailError.InvalidSize, factor, MailText.Of("Reason.Negative"))
        : left.IsUnlimited || left.Bytes * factor >= long.MaxValue ? Unlimited
        : new((long)(left.Bytes * factor));

    /// <summary>How many times a number of bytes goes into a size, as <c>$account.Quota / 1GB</c>.</summary>
    public static double operator /(MailSize left, double divisor) => left.AsDouble / divisor;

    /// <inheritdoc cref="op_Division(MailSize, double)"/>
    public static double operator /(MailSize left, long divisor) => left.AsDouble / divisor;

    /// <summary>How many times one size goes into another; infinite for one that is unlimited.</summary>
    public static double operator /(MailSize left, MailSize right) => left.AsDouble / right.AsDouble;

    /// <summary>Compares bytes.</summary>
    public static bool operator <(MailSize left, MailSize right) => left.Bytes < right.Bytes;

    /// <summary>Compares bytes.</summary>
    public static bool operator >(MailSize left, MailSize right) => left.Bytes > right.Bytes;

    /// <summary>Compares bytes.</summary>
    public static bool operator <=(MailSize left, MailSize right) => left.Bytes <= right.Bytes;

    /// <summary>Compares bytes.</summary>
    public static bool operator >=(MailSize left, MailSize right) => left.Bytes >= right.Bytes;

    /// <summary>Compares bytes.</summary>
    public static bool operator ==(MailSize left, MailSize right) => left.Bytes == right.Bytes;

    /// <summary>Compares bytes.</summary>
    public static bool operator !=(MailSize left, MailSize right) => left.Bytes != right.Bytes;

    /// <inheritdoc/>
    public int CompareTo(MailSize other) => Bytes.CompareTo(other.Bytes);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        MailSize size => CompareTo(size),
        string text => CompareTo(Parse(text)),
        IConvertible number => Bytes.CompareTo(number.ToInt64(CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException("A size compares with a size or a number of bytes.", nameof(obj)),
    };

    /// <inheritdoc/>
    public bool Equals(MailSize other) => Bytes == other.Bytes;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj switch
    {
        MailSize size => Equals(size),
        string text => TryParse(text, out MailSize size) && Equals(size),
        long number => Bytes == number,
        int number => Bytes == number,
        _ => false,
    };

    /// <inheritdoc/>
    public override int GetHashCode() => Bytes.GetHashCode();

    /// <summary>
    /// For files: the exact size in the largest unit of which it is a multiple, such as <c>1536 MB</c>, or
    /// <c>Unlimited</c>. Export-Csv writes this form, and every culture reads it again without loss.
    /// </summary>
    public override string ToString() => ToExactString();

    /// <inheritdoc cref="ToString()"/>
    public string ToExactString()
    {
        if (IsUnlimited)
        {
            return "Unlimited";
        }

        long value = Bytes;
        int unit = 0;
        while (value > 0 && value % 1024 == 0 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value} {Units[unit]}");
    }

    /// <summary>
    /// For people, and what PowerShell shows in tables and texts: at most three significant digits and a unit, or
    /// <c>Unlimited</c>, in a culture; the format <c>B</c> gives the plain number of bytes.
    /// </summary>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        if (format == "B")
        {
            return Bytes.ToString(CultureInfo.InvariantCulture);
        }

        if (IsUnlimited)
        {
            return "Unlimited";
        }

        decimal value = Bytes;
        int unit = 0;
        while (value >= 1024 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        // A rounded 1023.6 KB would read 1024 KB: show it as the next unit.
        if (unit < Units.Length - 1 && Math.Round(value) >= 1024)
        {
            value /= 1024;
            unit++;
        }

        string digits = value >= 100 || unit == 0 ? "0" : value >= 10 ? "0.#" : "0.##";
        return value.ToString(digits, formatProvider ?? CultureInfo.CurrentCulture) + " " + Units[unit];
    }

    TypeCode IConvertible.GetTypeCode() => TypeCode.Object;

    bool IConvertible.ToBoolean(IFormatProvider? provider) => Bytes != 0;

    byte IConvertible.ToByte(IFormatProvider? provider) => Convert.ToByte(Bytes);

    char IConvertible.ToChar(IFormatProvider? provider) => throw new InvalidCastException();

    DateTime IConvertible.ToDateTime(IFormatProvider? provider) => throw new InvalidCastException();

    decimal IConvertible.ToDecimal(IFormatProvider? provider) => Bytes;

    double IConvertible.ToDouble(IFormatProvider? provider) => Bytes;

    short IConvertible.ToInt16(IFormatProvider? provider) => Convert.ToInt16(Bytes);

    int IConvertible.ToInt32(IFormatProvider? provider) => Convert.ToInt32(Bytes);

    long IConvertible.ToInt64(IFormatProvider? provider) => Bytes;

    sbyte IConvertible.ToSByte(IFormatProvider? provider) => Convert.ToSByte(Bytes);

    float IConvertible.ToSingle(IFormatProvider? provider) => Bytes;

    string IConvertible.ToString(IFormatProvider? provider) => ToString(null, provider);

    object IConvertible.ToType(Type conversionType, IFormatProvider? provider) =>
        conversionType == typeof(MailSize) ? this : Convert.ChangeType(Bytes, conversionType, provider);

    ushort IConvertible.ToUInt16(IFormatProvider? provider) => Convert.ToUInt16(Bytes);

    uint IConvertible.ToUInt32(IFormatProvider? provider) => Convert.ToUInt32(Bytes);

    ulong IConvertible.ToUInt64(IFormatProvider? provider) => Convert.ToUInt64(Bytes);

    private double AsDouble => IsUnlimited ? double.PositiveInfinity : Bytes;

    private static bool TryParse(string? text, out MailSize size, [NotNullWhen(false)] out MailText? reason)
    {
        size = default;
        reason = null;
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        if (rest.Equals("Unlimited", StringComparison.OrdinalIgnoreCase))
        {
            size = Unlimited;
            return true;
        }

        int digits = 0;
        while (digits < rest.Length && (char.IsAsciiDigit(rest[digits]) || rest[digits] is '.' or ','))
        {
            digits++;
        }

        if (digits == 0 || !TryParseNumber(rest[..digits], out decimal number))
        {
            reason = MailText.Of("Reason.NotANumber");
            return false;
        }

        ReadOnlySpan<char> unit = rest[digits..].Trim();
        int power = unit.IsEmpty ? 0 : IndexOfUnit(unit);
        if (power < 0)
        {
            reason = MailText.Of("Reason.UnknownUnit", unit.ToString(), digits + 1);
            return false;
        }

        for (int i = 0; i < power; i++)
        {
            if (number > long.MaxValue / 1024)
            {
                reason = MailText.Of("Reason.TooLarge");
                return false;
            }

            number *= 1024;
        }

        if (number >= long.MaxValue)
        {
            reason = MailText.Of("Reason.TooLarge");
            return false;
        }

        size = new MailSize((long)number);
        return true;
    }

    // Files have a point, people what their culture has: 1,5 GB in German.
    private static bool TryParseNumber(ReadOnlySpan<char> digits, out decimal number) =>
        decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number)
        || (CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator == ","
            && decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.CurrentCulture, out number));

    private static int IndexOfUnit(ReadOnlySpan<char> unit)
    {
        for (int i = 0; i < Units.Length; i++)
        {
            bool isShort = i > 0 && unit.Length == 1 && char.ToUpperInvariant(unit[0]) == Units[i][0];
            bool isBinary = i > 0
                && unit.Length == 3
                && char.ToUpperInvariant(unit[0]) == Units[i][0]
                && unit[1..].Equals("iB", StringComparison.OrdinalIgnoreCase);
            if (isShort || isBinary || unit.Equals(Units[i], StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}

/// <summary>Writes a size as its number of bytes.</summary>
internal sealed class MailSizeJsonConverter : JsonConverter<MailSize>
{
    public override MailSize Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, MailSize value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Bytes);
}
