using System.Management.Automation;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Pipeline;

/// <summary>Base of the cmdlets that warn accounts that are nearly full.</summary>
public abstract class QuotaWarningCmdlet : MailAdminCmdlet
{
    /// <summary>The language of messages to users. Default: that of the user interface.</summary>
    [Parameter]
    [ValidateSet("en", "ja")]
    public string Language { get; set; } = ReaderTexts.Language;

    /// <summary>Warns those accounts that are due and that the user agrees to.</summary>
    /// <param name="pattern">The accounts; null: all.</param>
    /// <returns>How many were due, how many of them the user agreed to, and the warnings that were sent.</returns>
    private protected (int Due, int Agreed, IReadOnlyList<MailQuotaWarning> Sent) Warn(string? pattern)
    {
        IReadOnlyList<MailQuotaWarning> due = Send(new GetQuotaWarnings(pattern));
        EmailAddress[] agreed =
        [
            .. due.Where(warning => ShouldProcess(warning.Address, MailText.Of("Action.WarnOfQuota")))
                .Select(warning => EmailAddress.Parse(warning.Address)),
        ];

        // Also when nobody is due: who has made room can be warned again.
        return (due.Count, agreed.Length, Preferences.IsWhatIf ? [] : Send(new SendQuotaWarnings(agreed, Language)));
    }
}
