using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MailAdmin.Server.Routing;

/// <summary>
/// Rewrites the reverse-path of forwarded mail to an address of the forwarder's domain, so that its SPF passes, and
/// back, so that reports reach the sender. The Sender Rewriting Scheme: <c>SRS0=hash=day=domain=local</c>, and for an
/// address that another forwarder rewrote before <c>SRS1=hash=domain=rest</c>. The hash prevents abuse as a relay, the
/// day limits the lifetime.
/// </summary>
/// <param name="key">A secret of the store.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class SenderRewriting(byte[] key, TimeProvider timeProvider)
{
    // Longer than a server may try to deliver (RFC 5321 §4.5.4.1) and a report may take.
    private const int ValidDays = 21;
    private const int DayModulus = 1024;

    // It can only be guessed online; a longer one would leave less of the 64 octets of a local part (RFC 5321
    // §4.5.3.1.1).
    private const int HashBytes = 4;
    private const string First = "SRS0";
    private const string Again = "SRS1";
    private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private int Today => (int)(timeProvider.GetUtcNow().ToUnixTimeSeconds() / 86_400 % DayModulus);

    /// <summary>
    /// Returns the sender of a forwarded copy, or null when the address would be too long (RFC 5321 §4.5.3.1.1).
    /// </summary>
    public EmailAddress? TryRewrite(EmailAddress sender, DomainName forwarder)
    {
        if (sender.Domain == forwarder)
        {
            return sender;
        }

        string local = sender.LocalPart;
        string rest =
            local.StartsWith(Again + "=", StringComparison.OrdinalIgnoreCase) && Split(local[5..]) is var (_, again)
            ? again
            : local.StartsWith(First, StringComparison.OrdinalIgnoreCase)
                && local.Length > 4 && local[4] is '=' or '+' or '-'
                ? $"{sender.Domain.Ascii}={local[4..]}"
                : "";
        string body = rest.Length > 0 ? rest : $"{EncodeDay(Today)}={sender.Domain.Ascii}={local}";
        string text = $"{(rest.Length > 0 ? Again : First)}={Hash(body)}={body}";
        return EmailAddress.TryParse($"{Quote(text)}@{forwarder.Ascii}", out EmailAddress? rewritten)
            ? rewritten
            : null;
    }

    /// <summary>Whether an address has the form of a rewritten one.</summary>
    public static bool IsRewritten(EmailAddress address) =>
        address.LocalPart.StartsWith(First + "=", StringComparison.OrdinalIgnoreCase)
        || address.LocalPart.StartsWith(Again + "=", StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds the original address. Returns false when the hash is wrong or the address too old.</summary>
    public bool TryReverse(EmailAddress rewritten, [NotNullWhen(true)] out EmailAddress? original)
    {
        original = null;
        string local = rewritten.LocalPart;
        if (!IsRewritten(rewritten) || Split(local[5..]) is not var (hash, body) || !IsHash(hash, body))
        {
            return false;
        }

        if (local.StartsWith(Again, StringComparison.OrdinalIgnoreCase))
        {
            return Split(body) is var (domain, tail)
                && EmailAddress.TryParse($"{Quote(First + tail)}@{domain}", out original);
        }

        return Split(body) is var (day, address) && IsRecent(day)
            && Split(address) is var (host, name) && EmailAddress.TryParse($"{Quote(name)}@{host}", out original);
    }

    private static (string Head, string Tail)? Split(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals <= 0 || equals + 1 == text.Length ? null : (text[..equals], text[(equals + 1)..]);
    }

    private static string EncodeDay(int day) =>
        string.Create(CultureInfo.InvariantCulture, $"{Digits[day >> 5]}{Digits[day & 31]}");

    private bool IsRecent(string day)
    {
        if (day.Length != 2)
        {
            return false;
        }

        // The day may lie ahead by as much: the clock may have gone back since.
        int high = Digits.IndexOf(char.ToUpperInvariant(day[0]), StringComparison.Ordinal);
        int low = Digits.IndexOf(char.ToUpperInvariant(day[1]), StringComparison.Ordinal);
        int age = (Today - ((high << 5) | low) + DayModulus) % DayModulus;
        return high >= 0 && low >= 0 && (age <= ValidDays || age >= DayModulus - ValidDays);
    }

    // Case is folded, since servers on the path may fold that of a local part.
    private string Hash(string body)
    {
        byte[] mac = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(body.ToLowerInvariant()));
        return Convert.ToHexStringLower(mac.AsSpan(0, HashBytes));
    }

    private bool IsHash(string hash, string body) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(hash.ToLowerInvariant()), Encoding.ASCII.GetBytes(Hash(body)));

    // A local part that is not a dot-atom is written as a quoted string. RFC 5321 §4.1.2
    private static string Quote(string local) => EmailAddress.TryParse(local + "@example.invalid", out _)
        ? local
        : $"\"{local.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
