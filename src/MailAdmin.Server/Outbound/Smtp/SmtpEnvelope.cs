using System.Globalization;
using System.Text;
using MailAdmin.Contracts;

namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>
/// The sender and the parameters of one message for one server, and whether that server can accept it at all.
/// </summary>
/// <remarks>
/// RFC 1870 §6, RFC 6152 §3, RFC 3030 §3, RFC 6531 §3.4 and §3.5, RFC 3461 §5.1, RFC 8689 §4.2.1, RFC 2852 §4, RFC 4954
/// §5. Content is never re-encoded to suit a server: signatures would break.
/// </remarks>
internal sealed class SmtpEnvelope(
    EmailAddress? reversePath,
    MessageOptions options,
    OutgoingContent content,
    ServerExtensions extensions,
    TimeProvider timeProvider)
{
    /// <summary>Whether the message itself, apart from its recipients, needs SMTPUTF8.</summary>
    private bool NeedsUtf8 =>
        reversePath?.IsInternational == true || (options.UsesUtf8 && content.HasInternationalHeader);

    private bool NeedsBinary => content.IsBinary || (options.Body == BodyType.BinaryMime && content.HasLongLine);

    private bool OffersDsn => extensions.Has("DSN");

    /// <summary>Whether the content is sent by BDAT, which needs no dots doubled.</summary>
    public bool UsesChunking => extensions.Has("CHUNKING");

    /// <summary>The reason why the server cannot accept the message, or null.</summary>
    public (string Status, string Reason)? FindRefusal(bool hasVerifiedTls)
    {
        if (options.RequiresTls && !(hasVerifiedTls && extensions.Has("REQUIRETLS")))
        {
            return ("5.7.30", WrittenReason.Of("Written.NoRequireTls"));
        }

        if (NeedsUtf8 && !extensions.Has("SMTPUTF8"))
        {
            return (
                "5.6.7", WrittenReason.Of("Written.NoUtf8"));
        }

        if (NeedsBinary && !(extensions.Has("BINARYMIME") && extensions.Has("CHUNKING")))
        {
            return ("5.6.1", WrittenReason.Of("Written.NoBinary"));
        }

        if (content.IsEightBit && !extensions.Has("8BITMIME"))
        {
            return (
                "5.6.3",
                WrittenReason.Of("Written.NoEightBit"));
        }

        if (extensions.MaxSize is { } limit && content.Length > limit)
        {
            return ("5.3.4", WrittenReason.Of("Written.TooLarge", content.Length, limit));
        }

        if (options.DeliverBy is not { ReturnsThen: true } by)
        {
            return null;
        }

        // RFC 2852 §4: every server on the path keeps by-mode R, or the message is returned.
        return !extensions.Has("DELIVERBY")
            ? ("5.3.3", WrittenReason.Of("Written.NoDeliverBy"))
            : by.Deadline - timeProvider.GetUtcNow() < extensions.MinimumDeliverBy
                ? ("5.4.7", WrittenReason.Of("Written.DeliverByTooSoon"))
                : null;
    }

    /// <summary>The reason why the server cannot accept a recipient, or null.</summary>
    public (string Status, string Reason)? FindRefusal(QueueRecipient recipient) =>
        recipient.Address.IsInternational && !extensions.Has("SMTPUTF8")
            ? ("5.6.7", WrittenReason.Of("Written.NoUtf8Recipient"))
            : null;

    /// <summary>The MAIL command.</summary>
    public string Mail(IEnumerable<QueueRecipient> recipients, bool isLoggedOn)
    {
        StringBuilder line = new("MAIL FROM:<");
        line.Append(reversePath?.ToMailboxString()).Append('>');
        if (extensions.Has("SIZE"))
        {
            line.Append(CultureInfo.InvariantCulture, $" SIZE={content.Length}");
        }

        if (NeedsBinary)
        {
            line.Append(" BODY=BINARYMIME");
        }
        else if (content.IsEightBit)
        {
            line.Append(" BODY=8BITMIME");
        }

        if (NeedsUtf8 || recipients.Any(recipient => recipient.Address.IsInternational))
        {
            line.Append(" SMTPUTF8");
        }

        if (options.RequiresTls)
        {
            line.Append(" REQUIRETLS");
        }

        AppendReportParameters(line);
        if (options.DeliverBy is { } by && extensions.Has("DELIVERBY"))
        {
            double left = Math.Floor((by.Deadline - timeProvider.GetUtcNow()).TotalSeconds);
            long seconds = (long)Math.Clamp(left, -999_999_999, 999_999_999);
            seconds = by.ReturnsThen ? Math.Max(1, seconds) : seconds;
            string mode = (by.ReturnsThen ? "R" : "N") + (by.WantsTrace ? "T" : "");
            line.Append(CultureInfo.InvariantCulture, $" BY={seconds};{mode}");
        }

        // The submitter is not passed on. RFC 4954 §5
        return line.Append(isLoggedOn ? " AUTH=<>" : "").ToString();
    }

    /// <summary>The RCPT command for a recipient.</summary>
    public string Rcpt(QueueRecipient recipient)
    {
        StringBuilder line = new("RCPT TO:<");
        line.Append(recipient.Address.ToMailboxString()).Append('>');
        if (OffersDsn && recipient.Notify != DsnNotify.NotGiven)
        {
            line.Append(" NOTIFY=").Append(recipient.Notify.HasFlag(DsnNotify.Never)
                ? "NEVER"
                : string.Join(',', new[] { DsnNotify.Success, DsnNotify.Failure, DsnNotify.Delay }
                    .Where(flag => recipient.Notify.HasFlag(flag)).Select(flag => flag.ToString().ToUpperInvariant())));
        }

        if (OffersDsn && recipient.OriginalRecipient is { } original)
        {
            line.Append(" ORCPT=").Append(Xtext.EncodeOriginalRecipient(original));
        }

        return line.ToString();
    }

    private void AppendReportParameters(StringBuilder line)
    {
        if (!OffersDsn)
        {
            return;
        }

        line.Append(options.Return switch
        {
            DsnReturn.Full => " RET=FULL",
            DsnReturn.Headers => " RET=HDRS",
            _ => "",
        });
        if (options.EnvelopeId is { } id)
        {
            line.Append(" ENVID=").Append(Xtext.Encode(id));
        }
    }
}
