using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MailAdmin.Protocols.Smtp.Content;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Smtp.Delivery;

/// <summary>Writes the fields that a receiving server puts on top of a message.</summary>
/// <remarks>RFC 5321 §4.4 (Return-Path, Received); RFC 3848 and RFC 6531 §4.3 (with), RFC 8314 §4.3 (tls).</remarks>
internal static class SmtpTrace
{
    private const string DateFormat = "ddd, d MMM yyyy HH:mm:ss +0000";

    /// <summary>The fields for the transaction of a session.</summary>
    public static string Write(SmtpSession session, SmtpTransaction transaction, string id)
    {
        SessionContext context = session.Context;
        StringBuilder trace = new(512);
        trace.Append(CultureInfo.InvariantCulture, $"Return-Path: <{transaction.ReversePath?.ToMailboxString()}>\r\n");
        trace.Append(
            CultureInfo.InvariantCulture,
            $"Received: from {session.ClientName} ({Literal(context.Transport.Remote.Address)})\r\n");
        trace.Append(
            CultureInfo.InvariantCulture, $"\tby {context.HostName} with {Protocol(session, transaction)} id {id}");

        // With several recipients the field would disclose each to the others. RFC 5321 §7.2
        if (transaction.Recipients.Count == 1)
        {
            trace.Append(
                CultureInfo.InvariantCulture, $"\r\n\tfor <{transaction.Recipients[0].Address.ToMailboxString()}>");
        }

        if (context.Transport.CipherSuite is { } cipher)
        {
            trace.Append(CultureInfo.InvariantCulture, $"\r\n\ttls {cipher}");
        }

        return trace.Append(CultureInfo.InvariantCulture, $";\r\n\t{Date(context)}\r\n").ToString();
    }

    /// <summary>The fields that a submission server adds when they are missing. RFC 6409 §8.2, §8.3</summary>
    public static string WriteMissing(SmtpSession session, HeaderScanner header, string id)
    {
        string date = header.HasDate ? "" : $"Date: {Date(session.Context)}\r\n";
        return header.HasMessageId ? date : $"{date}Message-ID: <{id}@{session.Context.HostName}>\r\n";
    }

    /// <summary>An id that this server gives to one message only.</summary>
    public static string NewId(SmtpSession session)
    {
        long milliseconds = session.Context.Transport.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        return string.Create(
            CultureInfo.InvariantCulture, $"{milliseconds:x}.{session.Context.Id:x}.{session.NextMessageNumber()}");
    }

    private static string Date(SessionContext context) =>
        context.Transport.TimeProvider.GetUtcNow().ToString(DateFormat, CultureInfo.InvariantCulture);

    private static string Literal(IPAddress address)
    {
        IPAddress shown = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return shown.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{shown}]" : $"[{shown}]";
    }

    private static string Protocol(SmtpSession session, SmtpTransaction transaction)
    {
        string name = transaction.Options.UsesUtf8 ? "UTF8SMTP" : session.IsExtended ? "ESMTP" : "SMTP";
        bool extended = transaction.Options.UsesUtf8 || session.IsExtended;
        string encrypted = extended && session.Context.Transport.IsEncrypted ? "S" : "";
        string authenticated = extended && session.Context.Account is not null ? "A" : "";
        return name + encrypted + authenticated;
    }
}
