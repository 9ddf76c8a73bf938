using System.Globalization;

namespace MailAdmin.Server.Reports;

/// <summary>Reports in English.</summary>
internal sealed class EnglishReportTexts : ReportTexts
{
    public static EnglishReportTexts Instance { get; } = new();

    public override string Subject(ReportAction action, string? subject)
    {
        string what = action switch
        {
            ReportAction.Failed => "Not delivered",
            ReportAction.Delayed => "Delayed",
            _ => "Delivered",
        };
        return subject is null ? what : $"{what}: {subject}";
    }

    public override string Opening(string hostName, string? subject, DateTimeOffset arrived)
    {
        string about = subject is null ? "your message" : $"your message \"{subject}\"";
        return string.Create(CultureInfo.InvariantCulture, $"This is the mail server {hostName}. It writes about {about} of {arrived:d MMMM yyyy HH:mm} UTC.");
    }

    public override string Heading(ReportAction action) => action switch
    {
        ReportAction.Failed => "The message could NOT be delivered to:",
        ReportAction.Delayed => "The message has not yet been delivered to the following; you need not send it again, this server keeps trying:",
        ReportAction.Delivered => "The message was delivered to:",
        ReportAction.Relayed => "The message was passed on to a server that does not report delivery:",
        _ => "The message was passed on to the members of:",
    };

    public override string Reply(string? host, string reply) =>
        host is null ? $"The answer was: {reply}" : $"The server {host} answered: {reply}";

    public override string Reason(string reason) => reason;

    public override string RetryUntil(DateTimeOffset until) =>
        string.Create(CultureInfo.InvariantCulture, $"It is tried until {until:d MMMM yyyy HH:mm} UTC.");

    public override string? Advice(string status) => status.Length < 3 ? null : status[2..] switch
    {
        "1.1" => "There is no such mailbox. Look for a typing mistake in the part before the @.",
        "1.2" => "There is no such domain. Look for a typing mistake in the part after the @.",
        "1.10" => "This domain takes no mail at all.",
        "2.1" => "The mailbox is disabled.",
        "2.2" => "The mailbox is full. Its owner has to make room; try again later.",
        "2.3" or "3.4" => "The message is too large. Send less at once, or a link instead.",
        "4.1" or "4.2" => "The server could not be reached.",
        "4.3" => "The name servers of the domain do not answer.",
        "4.4" => "The servers of the domain cannot be found in the DNS.",
        "4.6" => "The message went round in a circle; the administrators of the servers have to put that right.",
        "4.7" => "The time was up before it could be delivered.",
        "6.1" or "6.3" => "The other server cannot take a message of this form. Send it as plain text or as an attachment.",
        "6.7" => "The other server cannot take addresses or subjects with letters other than ASCII.",
        "7.30" => "You asked for protected transport (REQUIRETLS), and the other side does not offer it.",
        _ => status[2] == '7' ? "The other side refuses it by its rules. Its administrator can say more." : null,
    };

    public override string Closing(bool hasFailure) => hasFailure
        ? "Below are the details for administrators, and your message."
        : "Below are the details for administrators, and the header of your message.";
}
