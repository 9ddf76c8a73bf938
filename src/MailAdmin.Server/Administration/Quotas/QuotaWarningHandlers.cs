using System.Globalization;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Accounts;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Notices;

namespace MailAdmin.Server.Administration.Quotas;

/// <remarks>
/// The account keeps the percentage that it was warned of, after the message is stored: a crash between them warns
/// twice, never not at all.
/// </remarks>
internal sealed class QuotaWarningHandlers(
    IDirectory directory, IMailboxes mailboxes, AddressSearch<AccountRecord> search, NoticeSender notices)
    : IRequestHandler<GetQuotaWarnings, IReadOnlyList<MailQuotaWarning>>,
        IRequestHandler<SendQuotaWarnings, IReadOnlyList<MailQuotaWarning>>
{
    public async Task<IReadOnlyList<MailQuotaWarning>> HandleAsync(
        GetQuotaWarnings request, CancellationToken cancellationToken)
    {
        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken);
        List<MailQuotaWarning> due = [];
        await foreach (AccountRecord account in search.FindAsync(request.Pattern, domain: null, cancellationToken))
        {
            if (await StateOfAsync(account, settings, cancellationToken) is { } state && IsDue(account, state))
            {
                due.Add(QuotaWarnings.Of(account, state));
            }
        }

        return due;
    }

    public async Task<IReadOnlyList<MailQuotaWarning>> HandleAsync(
        SendQuotaWarnings request, CancellationToken cancellationToken)
    {
        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken);
        var culture = CultureInfo.GetCultureInfo(request.Language);
        List<MailQuotaWarning> sent = [];
        foreach (EmailAddress address in request.Address)
        {
            if (await directory.Accounts.FindAsync(address, cancellationToken) is { } account
                && await StateOfAsync(account, settings, cancellationToken) is { } state
                && IsDue(account, state))
            {
                MailQuotaWarning warning = QuotaWarnings.Of(account, state);
                await notices.SendAsync(QuotaWarnings.ToUser(account, warning, culture), cancellationToken);
                await MarkAsync(account, warning.Percentage, request.Origin, cancellationToken);
                sent.Add(warning);
            }
        }

        if (sent.Count > 0 && settings.AdminAddress is { } administrator)
        {
            await notices.SendAsync(
                QuotaWarnings.ToAdministrator(administrator, sent, culture), cancellationToken);
        }

        await RearmAsync(settings, request.Origin, cancellationToken);
        return sent;
    }

    private static bool IsDue(AccountRecord account, QuotaState state) =>
        account.Enabled && QuotaWarnings.ReachedOf(state) > account.QuotaWarned;

    private async ValueTask<QuotaState?> StateOfAsync(
        AccountRecord account, StoreSettings settings, CancellationToken cancellationToken) =>
        await mailboxes.FindUsageAsync(account.Id, cancellationToken) is { } usage
            ? QuotaState.Of(account, usage, settings)
            : null;

    // Of all accounts: whoever has made room is warned again when it is used up.
    private async Task RearmAsync(
        StoreSettings settings, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        await foreach (AccountRecord account in directory.Accounts.ListAsync(domain: null, cancellationToken))
        {
            if (account.QuotaWarned > 0
                && await StateOfAsync(account, settings, cancellationToken) is { } state
                && QuotaWarnings.ReachedOf(state) is { } reached
                && reached < account.QuotaWarned)
            {
                await MarkAsync(account, reached, origin, cancellationToken);
            }
        }
    }

    private async Task MarkAsync(
        AccountRecord account, int percentage, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        try
        {
            await directory.Accounts.UpdateAsync(
                account.Address, record => record with { QuotaWarned = percentage }, origin, cancellationToken);
        }
        catch (MailException exception) when (exception.Error == MailError.AccountNotFound)
        {
            // Removed since.
        }
    }
}
