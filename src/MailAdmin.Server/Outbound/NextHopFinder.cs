using System.Globalization;
using MailAdmin.Contracts;
using MailAdmin.Server.Outbound.Smtp;
using MailAdmin.Server.Routing;
using MailAdmin.Texts;

namespace MailAdmin.Server.Outbound;

/// <summary>
/// Finds the next hop of a message: this server, the smart host of the sender's domain or of the store, or the MX.
/// </summary>
internal sealed class NextHopFinder(
    IDirectory directory, ILocalDelivery localDelivery, Func<byte[], string?> openSecret)
{
    private static readonly NextHop Local = new("local", NextHopKind.Local);

    public async ValueTask<NextHop> FindAsync(
        DomainName domain, DomainName? senderDomain, CancellationToken cancellationToken)
    {
        if (await localDelivery.IsLocalAsync(domain, cancellationToken))
        {
            return Local;
        }

        DomainRecord? sender = senderDomain is null
            ? null
            : await directory.Domains.FindAsync(senderDomain, cancellationToken);
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
        if (!HostEndPoint.TryParse(text, out HostEndPoint? endPoint, out MailText? reason))
        {
            string detail = reason.In(CultureInfo.InvariantCulture);
            return hop with { Problem = Misconfigured(WrittenReason.Of("Written.SmartHostInvalid", text, detail)) };
        }

        hop = hop with { Address = endPoint.Address, Name = endPoint.Name, Port = endPoint.Port ?? 0 };
        if (string.IsNullOrEmpty(userName))
        {
            return hop;
        }

        return secret is not null && openSecret(secret) is { } password
            ? hop with { Logon = new SmtpLogon(userName, password) }
            : hop with { Problem = Misconfigured(WrittenReason.Of("Written.SmartHostPassword")) };
    }

    // The mail waits until the setting is corrected.
    private static HopFailure Misconfigured(string reason) => new("4.3.5", reason) { ConcernsAll = true };
}
