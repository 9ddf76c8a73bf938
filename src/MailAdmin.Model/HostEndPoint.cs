using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using MailAdmin.Texts;

namespace MailAdmin;

/// <summary>A host as settings name it: a host name or an IP address, with or without a port.</summary>
/// <param name="Name">The host name, or null when an address is given.</param>
/// <param name="Address">The address, or null when a name is given.</param>
/// <param name="Port">The port, or null when none is given.</param>
public sealed record HostEndPoint(DomainName? Name, IPAddress? Address, int? Port)
{
    /// <summary>
    /// Reads <c>host</c>, <c>host:25</c>, <c>192.0.2.1</c>, <c>192.0.2.1:25</c>, <c>2001:db8::1</c> or
    /// <c>[2001:db8::1]:25</c>.
    /// </summary>
    /// <param name="text">The text; white space around it is ignored.</param>
    /// <param name="endPoint">The host.</param>
    /// <param name="reason">Why the text is refused.</param>
    internal static bool TryParse(
        string? text, [NotNullWhen(true)] out HostEndPoint? endPoint, [NotNullWhen(false)] out MailText? reason)
    {
        endPoint = null;
        (string host, string? port) = Split(text?.Trim() ?? "");
        int number = 0;
        if (port is not null
            && (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number)
                || number is 0 or > IPEndPoint.MaxPort))
        {
            reason = MailText.Of("Reason.InvalidPort");
            return false;
        }

        DomainName? name = null;
        reason = null;
        if (!IPAddress.TryParse(host, out IPAddress? address) && !DomainName.TryParse(host, out name, out reason))
        {
            return false;
        }

        endPoint = new HostEndPoint(name, address, port is null ? null : number);
        return true;
    }

    // Only an IPv6 address has brackets, which no name can have; without them, two colons do not precede a port.
    private static (string Host, string? Port) Split(string text)
    {
        int end = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) + 1 : 0;
        int colon = text.IndexOf(':', end);
        bool hasPort = colon >= 0 && (end > 0 ? colon == end : text.LastIndexOf(':') == colon);
        return hasPort ? (text[..colon], text[(colon + 1)..]) : (text, null);
    }
}
