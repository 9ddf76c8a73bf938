using System.Globalization;
using System.Text;
using MailAdmin.Contracts;
using MimeKit.Utils;

namespace MailAdmin.Server.Reports;

/// <summary>
/// Writes a delivery status notification: multipart/report with a text for people, fields for programs, and the message
/// or its header. RFC 3461 §6, RFC 3464 §2, RFC 6522 §3; with UTF-8 addresses RFC 6533 §3 to §5.
/// </summary>
internal sealed class ReportMessage
{
    private const int PieceLength = 32 << 10;
    private readonly ReportRequest request;
    private readonly IReadOnlyList<RecipientResult> results;
    private readonly OriginalMessage original;
    private readonly MessageContent content;
    private readonly string hostName;
    private readonly string id;
    private readonly DateTimeOffset now;

    public ReportMessage(
        ReportRequest request,
        IReadOnlyList<RecipientResult> results,
        OriginalMessage original,
        MessageContent content,
        string hostName,
        string id,
        DateTimeOffset now)
    {
        this.request = request;
        this.results = results;
        this.original = original;
        this.content = content;
        this.hostName = hostName;
        this.id = id;
        this.now = now;

        // The report is a message of RFC 6532 when the address of its recipient requires that.
        IsUtf8 = request.ReversePath is { IsInternational: true };

        // Only a failure returns the content, and only to a sender who allows it. RFC 3461 §4.3
        ReturnsContent = results.Any(result => result.Action == DeliveryAction.Failed)
            && request.Options.Return != DsnReturn.Headers
            && request.Options.Body != BodyType.BinaryMime
            && (original.IsHeaderAscii || IsUtf8);
    }

    /// <summary>Whether the report needs SMTPUTF8.</summary>
    public bool IsUtf8 { get; }

    /// <summary>Whether it has bytes above 127.</summary>
    public bool IsEightBit => IsUtf8 || (ReturnsContent && !original.IsAscii);

    private bool ReturnsContent { get; }

    /// <summary>The Message-ID, without angle brackets.</summary>
    public string MessageId => $"{id}@{hostName}";

    /// <summary>The subject.</summary>
    public string Subject => ReportTexts.Of(original.Language).Subject(WorstAction, ReportText.Clean(request.Subject));

    private DeliveryAction WorstAction => results.Min(result => result.Action);

    /// <summary>Writes the report.</summary>
    public async ValueTask WriteAsync(MessageSpool spool, CancellationToken cancellationToken)
    {
        string boundary = "=_" + id;
        string text = ReportText.Write(ReportTexts.Of(original.Language), request, results, hostName);
        string status = DeliveryStatus.Write(request, results, hostName, allowUtf8: IsUtf8);
        StringBuilder start = new(4096);
        AppendHeader(start, boundary);
        start.Append(
            CultureInfo.InvariantCulture, $"--{boundary}\r\nContent-Description: Notification\r\n{TextPart(text)}");
        start.Append(CultureInfo.InvariantCulture, $"\r\n--{boundary}\r\nContent-Description: Delivery report\r\n");
        start.Append(IsUtf8
            ? "Content-Type: message/global-delivery-status\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            : "Content-Type: message/delivery-status\r\n\r\n");
        start.Append(status);
        string returned = ReturnsContent ? "Undelivered message" : "Header of the message";
        start.Append(CultureInfo.InvariantCulture, $"\r\n--{boundary}\r\nContent-Description: {returned}\r\n");
        await spool.WriteAsync(Encoding.UTF8.GetBytes(start.ToString()), cancellationToken);
        await WriteOriginalAsync(spool, cancellationToken);
        await spool.WriteAsync(Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n"), cancellationToken);
    }

    private void AppendHeader(StringBuilder header, string boundary)
    {
        header.Append("Return-Path: <>\r\n");
        header.Append(CultureInfo.InvariantCulture, $"From: Mail server {hostName} <postmaster@{hostName}>\r\n");
        header.Append(CultureInfo.InvariantCulture, $"To: <{request.ReversePath!.ToMailboxString()}>\r\n");
        header.Append(
            CultureInfo.InvariantCulture, $"Subject: {EncodeSubject(Subject)}\r\nDate: {DeliveryStatus.Date(now)}\r\n");
        header.Append(CultureInfo.InvariantCulture, $"Message-ID: <{MessageId}>\r\n");
        header.Append("Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n");
        string type = IsUtf8 ? "global-delivery-status" : "delivery-status";
        header.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/report; report-type={type};\r\n");
        header.Append(CultureInfo.InvariantCulture, $"\tboundary=\"{boundary}\"\r\n");
        header.Append(IsEightBit ? "Content-Transfer-Encoding: 8bit\r\n\r\n" : "\r\n");
    }

    // Base64 passes every server, and its lines are short.
    private static string TextPart(string text)
    {
        return Ascii.IsValid(text) && text.Split("\r\n").All(line => line.Length < 990)
            ? $"Content-Type: text/plain; charset=us-ascii\r\n\r\n{text}"
            : "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64(Encoding.UTF8.GetBytes(text)) + "\r\n";
    }

    // RFC 2047 §2
    private static string EncodeSubject(string subject) => Ascii.IsValid(subject) && subject.Length < 900
        ? subject
        : Encoding.ASCII.GetString(Rfc2047.EncodeText(Encoding.UTF8, subject)).ReplaceLineEndings("\r\n");

    private async ValueTask WriteOriginalAsync(MessageSpool spool, CancellationToken cancellationToken)
    {
        if (!ReturnsContent)
        {
            await spool.WriteAsync(Encoding.ASCII.GetBytes(HeaderPart()), cancellationToken);
            return;
        }

        string type = original.IsHeaderAscii ? "message/rfc822" : "message/global";
        string encoding = original.IsAscii ? "7bit" : "8bit";
        string fields = $"Content-Type: {type}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n";
        await spool.WriteAsync(Encoding.ASCII.GetBytes(fields), cancellationToken);
        byte[] piece = new byte[PieceLength];
        for (long offset = 0; offset < content.Length;)
        {
            int count = await content.ReadAsync(offset, piece, cancellationToken);
            if (count == 0)
            {
                break;
            }

            await spool.WriteAsync(piece.AsMemory(0, count), cancellationToken);
            offset += count;
        }
    }

    // A header with UTF-8 goes to a sender with an ASCII address too, encoded. RFC 6533 §5
    private string HeaderPart()
    {
        if (original.IsHeaderAscii)
        {
            return $"Content-Type: text/rfc822-headers\r\n\r\n{Encoding.ASCII.GetString(original.Header.Span)}";
        }

        return "Content-Type: message/global-headers\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Base64(original.Header.Span) + "\r\n";
    }

    private static string Base64(ReadOnlySpan<byte> bytes) =>
        Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\r\n");
}
