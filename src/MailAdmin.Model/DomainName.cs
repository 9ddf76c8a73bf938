using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using MailAdmin.Texts;

namespace MailAdmin;

/// <summary>
/// A DNS domain name. Two names are equal when their A-labels are, whatever they were typed as.
/// RFC 1035 §2.3.1 (labels), §2.3.4 (at most 63 bytes a label and 253 in all); RFC 5890 (A-labels and U-labels).
/// </summary>
[JsonConverter(typeof(DomainNameJsonConverter))]
public sealed class DomainName : IEquatable<DomainName>, IComparable<DomainName>, IComparable, IReadable
{
    private const int MaxLength = 253;
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true, AllowUnassigned = false };

    private DomainName(string ascii, string unicode)
    {
        Ascii = ascii;
        Unicode = unicode;
    }

    /// <summary>The canonical form: lower-case A-labels, as the DNS has it.</summary>
    public string Ascii { get; }

    /// <summary>The form for people: lower-case U-labels.</summary>
    public string Unicode { get; }

    string IReadable.ForReaders => Unicode;

    /// <summary>Reads a domain name in either form; a final dot is removed.</summary>
    /// <exception cref="MailException">InvalidDomainName: says what is wrong.</exception>
    public static DomainName Parse(string text)
    {
        return TryParse(text, out DomainName? name, out MailText? reason)
            ? name
            : throw MailException.Of(MailError.InvalidDomainName, text, reason);
    }

    /// <summary>As <see cref="Parse"/>, without an exception.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out DomainName? name)
    {
        return TryParse(text, out name, out _);
    }

    /// <summary>As <see cref="Parse"/>, with the reason for a refusal.</summary>
    internal static bool TryParse(
        [NotNullWhen(true)] string? text,
        [NotNullWhen(true)] out DomainName? name,
        [NotNullWhen(false)] out MailText? reason)
    {
        name = null;
        reason = MailText.Of("Reason.Empty");
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        string trimmed = text.EndsWith('.') ? text[..^1] : text;
        if (trimmed.Length > MaxLength)
        {
            reason = MailText.Of("Reason.TooManyCharacters", MaxLength);
            return false;
        }

        // The mapping rejects what STD3 rejects, but names no position; look for the usual mistakes first.
        for (int i = 0; i < trimmed.Length; i++)
        {
            char c = trimmed[i];
            if (c < 0x80 && !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.'))
            {
                reason = MailText.Of("Reason.CharacterNotAllowed", c, i + 1);
                return false;
            }
        }

        try
        {
            string ascii = Idn.GetAscii(trimmed).ToLowerInvariant();
            if (ascii.Length > MaxLength)
            {
                reason = MailText.Of("Reason.AsciiTooLong", MaxLength);
                return false;
            }

            name = new DomainName(ascii, Idn.GetUnicode(ascii));
            reason = null;
            return true;
        }
        catch (ArgumentException)
        {
            reason = trimmed.Contains("..", StringComparison.Ordinal) || trimmed.StartsWith('.')
                ? MailText.Of("Reason.EmptyLabel")
                : MailText.Of("Reason.BadLabel");
            return false;
        }
    }

    /// <summary>Compares canonical forms.</summary>
    public static bool operator ==(DomainName? left, DomainName? right) =>
        left is null ? right is null : left.Equals(right);

    /// <summary>Compares canonical forms.</summary>
    public static bool operator !=(DomainName? left, DomainName? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(DomainName? other) => other is not null && Ascii == other.Ascii;

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        obj is DomainName other
            ? Equals(other)
            : obj is string text && TryParse(text, out DomainName? name) && Equals(name);

    /// <inheritdoc/>
    public override int GetHashCode() => Ascii.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public int CompareTo(DomainName? other) => string.CompareOrdinal(Ascii, other?.Ascii);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => string.CompareOrdinal(Ascii, (obj as DomainName)?.Ascii ?? obj?.ToString());

    /// <summary>The canonical form.</summary>
    public override string ToString() => Ascii;
}

/// <summary>Writes a domain name as its canonical form.</summary>
internal sealed class DomainNameJsonConverter : JsonConverter<DomainName>
{
    public override DomainName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DomainName.Parse(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, DomainName value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Ascii);
}
