using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Arguments;
using MailAdmin.Server.Logon;
using MailAdmin.Texts;

namespace MailAdmin.Server.Administration.Accounts;

/// <summary>
/// Makes, lists and removes the app passwords of accounts. They are part of the account, so they go where it goes.
/// </summary>
internal sealed class AppPasswordHandlers(
    IDirectory directory, AddressSearch<AccountRecord> search, TimeProvider timeProvider)
    : IStreamHandler<GetAppPasswords, MailAppPassword>,
        IRequestHandler<CreateAppPassword, MailAppPassword>,
        IRequestHandler<RemoveAppPassword, NoResult>
{
    /// <summary>How many an account may have: a logon compares with each.</summary>
    public const int MaxCount = 50;

    private const int MaxNameLength = 100;
    private const int SaltLength = 16;
    private static readonly MailProtocol[] AllProtocols = [MailProtocol.Smtp, MailProtocol.Pop3, MailProtocol.Imap];

    public async IAsyncEnumerable<MailAppPassword> HandleAsync(
        GetAppPasswords request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!NamePattern.HasWildcards(request.Address))
        {
            await directory.RequireAccountAsync(EmailAddress.Parse(request.Address), cancellationToken);
        }

        NamePattern name = NamePattern.OfName(request.Name ?? "*");
        await foreach (AccountRecord account in search.FindAsync(request.Address, domain: null, cancellationToken))
        {
            foreach (AppPasswordRecord app in account.AppPassword.Where(app => name.Matches(app.Name)))
            {
                yield return Show(account, app);
            }
        }
    }

    public async Task<MailAppPassword> HandleAsync(CreateAppPassword request, CancellationToken cancellationToken)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        Check(request, now);
        string secret = AppSecret.Generate();
        while (true)
        {
            AccountRecord account = await directory.RequireAccountAsync(request.Address, cancellationToken);
            byte[] salt = account.AppPassword is [AppPasswordRecord first, ..]
                ? first.Verifier.Salt
                : RandomNumberGenerator.GetBytes(SaltLength);
            AppPasswordRecord app = new()
            {
                Name = request.Name,
                Protocol = ProtocolsOf(request),
                Created = now,
                Expires = request.Expires?.ToUniversalTime(),
                Verifier = await Task.Run(
                    () => ScramCredential.Derive(secret, salt, ScramCredential.DefaultIterations), cancellationToken),
            };
            AccountRecord changed = await directory.Accounts.UpdateAsync(
                request.Address, record => Add(record, app), request.Origin, cancellationToken);

            // Not there: another request gave the account its first app password, and the salt, at the same time.
            if (changed.AppPassword.Contains(app))
            {
                return Show(changed, app) with { AppPassword = AppSecret.Show(secret) };
            }
        }
    }

    public async Task<NoResult> HandleAsync(RemoveAppPassword request, CancellationToken cancellationToken)
    {
        await directory.Accounts.UpdateAsync(
            request.Address, record => Remove(record, request.Name), request.Origin, cancellationToken);
        return NoResult.Value;
    }

    private static void Check(CreateAppPassword request, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(request.Name))
        {
            throw Argument.Invalid(nameof(request.Name), request.Name, MailText.Of("Reason.Empty"));
        }

        if (request.Name.Length > MaxNameLength)
        {
            throw Argument.Invalid(
                nameof(request.Name), request.Name, MailText.Of("Reason.TooManyCharacters", MaxNameLength));
        }

        Argument.RequireShortText(request.Name, nameof(request.Name));
        if (request.Expires <= now)
        {
            throw Argument.Invalid(nameof(request.Expires), request.Expires, MailText.Of("Reason.InThePast"));
        }
    }

    // Submission is how an account uses SMTP; the two are one permission.
    private static MailProtocol[] ProtocolsOf(CreateAppPassword request) => request.Protocol.Count == 0
        ? AllProtocols
        : [.. request.Protocol.Select(p => p == MailProtocol.Submission ? MailProtocol.Smtp : p).Distinct().Order()];

    private static AccountRecord Add(AccountRecord account, AppPasswordRecord app)
    {
        if (account.AppPassword.Any(other => IsNamed(other, app.Name)))
        {
            throw MailException.Of(MailError.AppPasswordExists, app.Name, account.Address);
        }

        if (account.AppPassword.Count >= MaxCount)
        {
            throw MailException.Of(MailError.TooManyAppPasswords, account.Address, MaxCount);
        }

        return account.AppPassword.All(other => other.Verifier.Salt.AsSpan().SequenceEqual(app.Verifier.Salt))
            ? account with { AppPassword = [.. account.AppPassword, app] }
            : account;
    }

    private static AccountRecord Remove(AccountRecord account, string name)
    {
        AppPasswordRecord[] kept = [.. account.AppPassword.Where(app => !IsNamed(app, name))];
        return kept.Length < account.AppPassword.Count
            ? account with { AppPassword = kept }
            : throw MailException.Of(MailError.AppPasswordNotFound, name, account.Address);
    }

    private static bool IsNamed(AppPasswordRecord app, string name) =>
        string.Equals(app.Name, name, StringComparison.OrdinalIgnoreCase);

    private static MailAppPassword Show(AccountRecord account, AppPasswordRecord app) =>
        PropertyCopy.All(app, new MailAppPassword { Address = account.Address.ToString(), Name = app.Name });
}
