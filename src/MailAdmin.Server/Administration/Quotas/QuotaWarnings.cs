using System.Globalization;
using MailAdmin.Contracts;
using MailAdmin.Server.Administration.Accounts;
using MailAdmin.Server.Notices;
using MailAdmin.Texts;

namespace MailAdmin.Server.Administration.Quotas;

/// <summary>Finds out which accounts are to be warned of their quota, and writes the messages.</summary>
internal static class QuotaWarnings
{
    /// <summary>The highest percentage that is reached, of those at which a warning is given; 0 for none.</summary>
    public static int ReachedOf(QuotaState state) =>
        state.Percent is { } percent ? state.Warning.Where(one => one <= percent).DefaultIfEmpty().Max() : 0;

    /// <summary>The warning of an account in a state.</summary>
    public static MailQuotaWarning Of(AccountRecord account, QuotaState state) => new()
    {
        Address = account.Address.ToString(),
        Percentage = ReachedOf(state),
        UsedPercent = state.Percent!.Value,
        UsedSize = new MailSize(state.Used),
        Quota = state.Quota,
    };

    /// <summary>The message to the user.</summary>
    public static Notice ToUser(AccountRecord account, MailQuotaWarning warning, CultureInfo culture)
    {
        string subject = MailText.Of("Heading.QuotaWarning", Percent(warning, culture)).In(culture);
        string text = string.Join(
            "\n\n",
            UseOf(warning, culture),
            MailText.Of("Notice.FullRefuses").In(culture),
            MailText.Of("Notice.MakeRoom").In(culture));
        return new Notice(account.Address, subject, text + "\n") { Account = account.Id };
    }

    /// <summary>The summary for the administrator.</summary>
    public static Notice ToAdministrator(
        EmailAddress administrator, IReadOnlyList<MailQuotaWarning> warnings, CultureInfo culture)
    {
        string subject = MailText.Of("Heading.QuotaWarnings", warnings.Count).In(culture);
        IEnumerable<string> lines = warnings.Select(warning => UseOf(warning, culture));
        return new Notice(administrator, subject, string.Join('\n', lines) + "\n");
    }

    private static string UseOf(MailQuotaWarning warning, CultureInfo culture) => MailText.Of(
        "Notice.QuotaUse",
        warning.Address,
        Percent(warning, culture),
        warning.UsedSize.ToString("R", culture),
        warning.Quota.ToString("R", culture)).In(culture);

    private static string Percent(MailQuotaWarning warning, CultureInfo culture) =>
        warning.UsedPercent.ToString("0.#", culture);
}
