using System.Globalization;

namespace MailAdmin.Server.Reports;

/// <summary>Reports in English.</summary>
internal sealed class EnglishReportTexts : ReportTexts
{
    public static EnglishReportTexts Instance { get; } = new();

    public override string Subject(DeliveryAction action, string? subject)
    {
        string what = action switch
        {
            DeliveryAction.Failed => "Not delivered",
            DeliveryAction.Delayed => "Delayed",
            _ => "Delivered",
        };
        return subject is null ? what : $"{what}: {subject}";
    }

    public override string Opening(string hostName, string? subject, DateTimeOffset arrived)
    {
        string about = subject is null ? "your message" : $"your message \"{subject}\"";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"This is a message from the mail server {hostName} about {about} of {arrived:d MMMM yyyy HH:mm} UTC.");
    }

    public override string Heading(DeliveryAction action) => action switch
    {
        DeliveryAction.Failed => "The message could NOT be delivered to:",
        DeliveryAction.Delayed => "The message has not been delivered yet to the following recipients. "
            + "This server keeps trying; do not send it again:",
        DeliveryAction.Delivered => "The message was delivered to:",
        DeliveryAction.Relayed => "The message was relayed to a server that does not report delivery:",
        _ => "The message was forwarded to the members of:",
    };

    public override string Reply(string? host, string reply) =>
        host is null ? $"The answer was: {reply}" : $"The server {host} answered: {reply}";

    public override string Reason(string reason) => reason;

    public override string RetryUntil(DateTimeOffset until) =>
        string.Create(CultureInfo.InvariantCulture, $"This server keeps trying until {until:d MMMM yyyy HH:mm} UTC.");

    public override string? Advice(string status) => status.Length < 3 ? null : status[2..] switch
    {
        "1.1" => "The mailbox does not exist. Check the part before the @ for typing mistakes.",
        "1.2" => "The domain does not exist. Check the part after the @ for typing mistakes.",
        "1.10" => "This domain does not accept mail.",
        "2.1" => "The mailbox is disabled.",
        "2.2" => "The mailbox is full. Send the message again later.",
        "2.3" or "3.4" => "The message is too large. Send it in parts, or send a link instead.",
        "4.1" or "4.2" => "The server could not be reached.",
        "4.3" => "The name servers of the domain do not respond.",
        "4.4" => "The servers of the domain cannot be found in the DNS.",
        "4.6" => "The message is in a loop between servers, which their administrators have to fix.",
        "4.7" => "The message could not be delivered in time.",
        "6.1" or "6.3" => "The other server does not accept a message of this form. "
            + "Send it as plain text or as an attachment.",
        "6.7" => "The other server does not accept addresses or subjects with characters other than ASCII.",
        "7.30" => "You required encrypted transport (REQUIRETLS), which the other server does not offer.",
        _ => status[2] == '7'
            ? "The other server refused the message by its policy. Ask its administrator for details."
            : null,
    };

    public override string Closing(bool hasFailure) => hasFailure
        ? "The details for administrators and your message follow."
        : "The details for administrators and the header of your message follow.";
}
