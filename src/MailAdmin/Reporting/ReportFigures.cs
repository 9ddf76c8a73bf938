using MailAdmin.Texts;

namespace MailAdmin.Reporting;

/// <summary>The figures at the top of a report, with their names.</summary>
internal static class ReportFigures
{
    /// <summary>The figures, in order.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(ReportContent content)
    {
        return
        [
            Figure(MailText.Of("Heading.Domains"), content.Store.DomainCount),
            Figure(MailText.Of("Heading.Accounts"), content.Store.AccountCount),
            Figure(MailText.Of("Heading.Messages"), content.Store.MessageCount),
            (content.Text(MailText.Of("Heading.Size")), content.Size(content.Store.Size)),
            Figure(MailText.Of("Heading.Received"), content.Activity.Days.Sum(day => day.Received)),
            Figure(MailText.Of("Heading.Delivered"), content.Activity.Days.Sum(day => day.Delivered)),
            Figure(MailText.Of("Heading.Sent"), content.Activity.Days.Sum(day => day.Sent)),
            Figure(MailText.Of("Heading.Rejected"), content.Activity.Days.Sum(day => day.Rejected)),
            Figure(MailText.Of("Heading.Bounced"), content.Activity.Days.Sum(day => day.Bounced)),
            Figure(MailText.Of("Heading.Waiting"), content.Queue.Count),
        ];

        (string, string) Figure(MailText name, long value) => (content.Text(name), content.Number(value));
    }
}
