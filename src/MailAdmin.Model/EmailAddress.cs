using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MailAdmin.Texts;

namespace MailAdmin;

/// <summary>
/// An address <c>local@domain</c>. It is shown as it was typed and compared in one canonical form: the local part in
/// NFC and lower case, the domain in lower-case A-labels. RFC 5321 §4.1.2 (syntax), §2.4 (local parts belong to their
/// host, so ours may ignore case), §4.5.3.1.1 (a local part of at most 64 bytes); RFC 6531 §3.3 (UTF-8); RFC 6532 §3.1
/// (NFC).
/// </summary>
[JsonConverter(typeof(EmailAddressJsonConverter))]
public sealed class EmailAddress : IEquatable<EmailAddress>, IComparable<EmailAddress>, IComparable
{
    private const int MaxLocalPartBytes = 64;
    private const int MaxBytes = 254;
    private readonly string typed;

    private EmailAddress(string typed, string localPart, DomainName domain)
    {
        this.typed = typed;
        LocalPart = localPart;
        Domain = domain;
        Canonical = string.Concat(localPart.Normalize(NormalizationForm.FormC).ToLowerInvariant(), "@", domain.Ascii);
    }

    /// <summary>The part before the last at sign as it was typed, without the quotes of a quoted string.</summary>
    public string LocalPart { get; }

    /// <summary>The part after the last at sign.</summary>
    public DomainName Domain { get; }

    /// <summary>The form that is stored and compared.</summary>
    public string Canonical { get; }

    /// <summary>Whether the address needs SMTPUTF8 (RFC 6531): its local part is not ASCII.</summary>
    public bool IsInternational => !Ascii.IsValid(LocalPart);

    /// <summary>Reads an address.</summary>
    /// <exception cref="MailException">InvalidAddress: says what is wrong, and where.</exception>
    public static EmailAddress Parse(string text)
    {
        return TryParse(text, out EmailAddress? address, out MailText? reason)
            ? address
            : throw MailException.Of(MailError.InvalidAddress, text, reason);
    }

    /// <summary>As <see cref="Parse"/>, without an exception.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out EmailAddress? address)
    {
        return TryParse(text, out address, out _);
    }

    /// <summary>As <see cref="Parse"/>, with the reason for a refusal.</summary>
    internal static bool TryParse(
        [NotNullWhen(true)] string? text,
        [NotNullWhen(true)] out EmailAddress? address,
        [NotNullWhen(false)] out MailText? reason)
    {
        address = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            reason = MailText.Of("Reason.Empty");
            return false;
        }

        int at = text.LastIndexOf('@');
        if (at < 0)
        {
            reason = MailText.Of("Reason.NoAtSign");
            return false;
        }

        if (at == 0)
        {
            reason = MailText.Of("Reason.NoLocalPart");
            return false;
        }

        if (!TryReadLocalPart(text.AsSpan(0, at), out string localPart, out reason))
        {
            return false;
        }

        if (!DomainName.TryParse(text[(at + 1)..], out DomainName? domain, out MailText? domainReason))
        {
            reason = MailText.Of("Reason.AddressDomain", at + 1, domainReason);
            return false;
        }

        if (Encoding.UTF8.GetByteCount(localPart) > MaxLocalPartBytes)
        {
            reason = MailText.Of("Reason.LocalPartTooLong", MaxLocalPartBytes);
            return false;
        }

        if (Encoding.UTF8.GetByteCount(localPart) + 1 + domain.Ascii.Length > MaxBytes)
        {
            reason = MailText.Of("Reason.TooLong", MaxBytes);
            return false;
        }

        address = new EmailAddress(text, localPart, domain);
        reason = null;
        return true;
    }

    /// <summary>Creates an address from its parts.</summary>
    /// <exception cref="MailException">InvalidAddress.</exception>
    public static EmailAddress Create(string localPart, DomainName domain) =>
        Parse(Quote(localPart) + "@" + domain.Unicode);

    /// <summary>Compares canonical forms.</summary>
    public static bool operator ==(EmailAddress? left, EmailAddress? right) =>
        left is null ? right is null : left.Equals(right);

    /// <summary>Compares canonical forms.</summary>
    public static bool operator !=(EmailAddress? left, EmailAddress? right) => !(left == right);

    /// <summary>The address in SMTP: quoted where needed, with an ASCII domain.</summary>
    public string ToMailboxString() => Quote(LocalPart) + "@" + (IsInternational ? Domain.Unicode : Domain.Ascii);

    /// <summary>The canonical form as it is shown: with quotes around a local part that needs them.</summary>
    public string ToCanonicalString() =>
        typed[0] == '"' ? Quote(Canonical[..^(Domain.Ascii.Length + 1)]) + "@" + Domain.Ascii : Canonical;

    /// <inheritdoc/>
    public bool Equals(EmailAddress? other) => other is not null && Canonical == other.Canonical;

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        obj is EmailAddress other
            ? Equals(other)
            : obj is string text && TryParse(text, out EmailAddress? address) && Equals(address);

    /// <inheritdoc/>
    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public int CompareTo(EmailAddress? other) => string.CompareOrdinal(Canonical, other?.Canonical);

    /// <inheritdoc/>
    public int CompareTo(object? obj) =>
        string.CompareOrdinal(Canonical, (obj as EmailAddress)?.Canonical ?? obj?.ToString());

    /// <summary>The address as it was typed.</summary>
    public override string ToString() => typed;

    private static bool TryReadLocalPart(
        ReadOnlySpan<char> text, out string localPart, [NotNullWhen(false)] out MailText? reason)
    {
        return text[0] == '"'
            ? TryReadQuotedString(text, out localPart, out reason)
            : TryReadDotString(text, out localPart, out reason);
    }

    // Dot-string = Atom *("." Atom); RFC 5321 §4.1.2, with UTF-8 by RFC 6531 §3.3
    private static bool TryReadDotString(
        ReadOnlySpan<char> text, out string localPart, [NotNullWhen(false)] out MailText? reason)
    {
        localPart = "";
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool emptyAtom = c == '.' && (i == 0 || i == text.Length - 1 || text[i + 1] == '.');
            if (emptyAtom)
            {
                reason = MailText.Of("Reason.MisplacedDot", i + 1);
                return false;
            }

            if (c != '.' && !IsAtomText(c))
            {
                reason = c == ' ' || char.IsControl(c)
                    ? MailText.Of("Reason.SpaceOrControl", i + 1)
                    : MailText.Of("Reason.CharacterNotAllowed", c, i + 1);
                return false;
            }
        }

        localPart = text.ToString();
        return IsWellFormed(localPart, out reason);
    }

    // Quoted-string = DQUOTE *QcontentSMTP DQUOTE
    private static bool TryReadQuotedString(
        ReadOnlySpan<char> text, out string localPart, [NotNullWhen(false)] out MailText? reason)
    {
        localPart = "";
        if (text.Length < 3 || text[^1] != '"')
        {
            reason = MailText.Of("Reason.QuotesNotClosed");
            return false;
        }

        StringBuilder content = new();
        for (int i = 1; i < text.Length - 1; i++)
        {
            char c = text[i];
            if (c == '\\' && i + 1 < text.Length - 1)
            {
                c = text[++i];
            }
            else if (c is '"' or '\\')
            {
                reason = MailText.Of("Reason.NotEscaped", c, i + 1);
                return false;
            }

            if (char.IsControl(c))
            {
                reason = MailText.Of("Reason.SpaceOrControl", i + 1);
                return false;
            }

            content.Append(c);
        }

        localPart = content.ToString();
        return IsWellFormed(localPart, out reason);
    }

    private static bool IsWellFormed(string text, [NotNullWhen(false)] out MailText? reason)
    {
        // U+FFFE is no character, and cannot be brought into a canonical form.
        bool wellFormed = text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar && rune.Value != 0xFFFE);
        reason = wellFormed ? null : MailText.Of("Reason.NotUnicode");
        return wellFormed;
    }

    private static bool IsAtomText(char c) =>
        c >= 0x80
            ? !char.IsControl(c) && !char.IsWhiteSpace(c)
            : char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".Contains(c);

    private static string Quote(string localPart)
    {
        return TryReadDotString(localPart, out _, out _)
            ? localPart
            : "\"" + localPart.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
    }
}

/// <summary>Writes an address as it was typed.</summary>
internal sealed class EmailAddressJsonConverter : JsonConverter<EmailAddress>
{
    public override EmailAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        EmailAddress.Parse(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, EmailAddress value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
