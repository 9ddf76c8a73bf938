using System.Globalization;
using System.Net;
using MailAdmin.Contracts;
using MailAdmin.Server.Outbound.Smtp;
using MailAdmin.Server.Routing;

namespace MailAdmin.Server.Outbound;

/// <summary>Says where a message goes next: here, to the smart host of its sender's domain or of the store, or by MX.</summary>
internal sealed class NextHopFinder(IDirectory directory, ILocalDelivery localDelivery, Func<byte[], string?> openSecret)
{
    private static readonly NextHop Local = new("local", NextHopKind.Local);

    public async ValueTask<NextHop> FindAsync(DomainName domain, DomainName? senderDomain, CancellationToken cancellationToken)
    {
        if (await localDelivery.IsLocalAsync(domain, cancellationToken))
        {
            return Local;
        }

        DomainRecord? sender = senderDomain is null ? null : await directory.FindDomainAsync(senderDomain, cancellationToken);
        if (!string.IsNullOrWhiteSpace(sender?.SmartHost))
        {
            return SmartHost(sender.SmartHost, sender.SmartHostUserName, sender.SmartHostSecret);
        }

        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken);
        return string.IsNullOrWhiteSpace(settings.SmartHost)
            ? new NextHop("mx:" + domain.Ascii, NextHopKind.MailExchanger) { Name = domain }
            : SmartHost(settings.SmartHost, settings.SmartHostUserName, settings.SmartHostSecret);
    }

    private NextHop SmartHost(string text, string? userName, byte[]? secret)
    {
        NextHop hop = new($"host:{text}:{userName}", NextHopKind.SmartHost);
        if (!TryRead(text.Trim(), out IPAddress? address, out DomainName? name, out int port))
        {
            return hop with { Problem = Misconfigured($"The smart host '{text}' is neither a host name nor an address") };
        }

        hop = hop with { Address = address, Name = name, Port = port };
        if (string.IsNullOrEmpty(userName))
        {
            return hop;
        }

        return secret is not null && openSecret(secret) is { } password
            ? hop with { Logon = new SmtpLogon(userName, password) }
            : hop with { Problem = Misconfigured("The password for the smart host is missing or cannot be read") };
    }

    // The mail waits until the setting is right.
    private static HopFailure Misconfigured(string reason) => new("4.3.5", reason, null, null, null, ConcernsAll: true);

    // host, host:port, 192.0.2.1, 192.0.2.1:25, [2001:db8::1]:25, 2001:db8::1
    private static bool TryRead(string text, out IPAddress? address, out DomainName? name, out int port)
    {
        name = null;
        address = null;
        port = 0;
        if (IPEndPoint.TryParse(text, out IPEndPoint? endPoint))
        {
            address = endPoint.Address;
            port = endPoint.Port;
            return true;
        }

        int colon = text.LastIndexOf(':');
        return (colon < 0 || (int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and < 65_536))
            && DomainName.TryParse(colon < 0 ? text : text[..colon], out name);
    }
}
