using System.Runtime.CompilerServices;
using MailAdmin.Contracts;
using MailAdmin.Server.Routing;

namespace MailAdmin.Server.Administration;

/// <summary>Aliases, as cmdlets ask for them.</summary>
internal sealed class AliasAdministration(IDirectory directory, RecipientResolver resolver, TimeProvider timeProvider)
{
    public async IAsyncEnumerable<MailAlias> ListAsync(string? pattern, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (pattern is not null && !NamePattern.HasWildcards(pattern))
        {
            AliasRecord? single = EmailAddress.TryParse(pattern, out EmailAddress? address)
                ? await directory.FindAliasAsync(address, cancellationToken)
                : null;
            if (single is not null)
            {
                yield return await ShowAsync(single, cancellationToken);
            }

            yield break;
        }

        NamePattern? matcher = pattern is null ? null : NamePattern.OfAddress(pattern);
        await foreach (AliasRecord alias in directory.ListAliasesAsync(domain: null, cancellationToken))
        {
            if (matcher is null || matcher.Matches(alias.Address.Canonical))
            {
                yield return await ShowAsync(alias, cancellationToken);
            }
        }
    }

    public async Task<MailAlias> CreateAsync(
        EmailAddress address, IReadOnlyList<EmailAddress> targets, bool enabled, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        AliasRecord wanted = new()
        {
            Address = address,
            Target = Distinct(address, targets),
            Enabled = enabled,
            Created = timeProvider.GetUtcNow(),
        };
        AliasRecord created = await directory.CreateAliasAsync(wanted, origin, cancellationToken);
        return await ShowAsync(created, cancellationToken);
    }

    public async Task<MailAlias> SetAsync(
        EmailAddress address, IReadOnlyList<EmailAddress>? targets, bool? enabled, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        IReadOnlyList<EmailAddress>? distinct = targets is null ? null : Distinct(address, targets);
        AliasRecord changed = await directory.UpdateAliasAsync(
            address,
            alias => alias with { Target = distinct ?? alias.Target, Enabled = enabled ?? alias.Enabled },
            origin,
            cancellationToken);
        return await ShowAsync(changed, cancellationToken);
    }

    public Task RemoveAsync(EmailAddress address, ChangeOrigin origin, CancellationToken cancellationToken) =>
        directory.RemoveAliasAsync(address, origin, cancellationToken);

    private static EmailAddress[] Distinct(EmailAddress address, IReadOnlyList<EmailAddress> targets) =>
        targets.Count > 0
            ? [.. targets.Distinct()]
            : throw new MailException(MailError.InvalidTarget, $"The alias {address} needs a target.") { Target = address.ToString() };

    private async ValueTask<MailAlias> ShowAsync(AliasRecord alias, CancellationToken cancellationToken)
    {
        // A disabled alias leads nowhere now; people want to see where it would.
        ResolutionResult result = new() { ReadOnly = true };
        ExpansionPath path = ExpansionPath.Behind(alias.Address);
        foreach (EmailAddress target in alias.Target)
        {
            await resolver.VisitAsync(target, result, path, cancellationToken);
        }

        return new MailAlias
        {
            Address = alias.Address,
            Target = alias.Target,
            Enabled = alias.Enabled,
            ResolvesTo = [.. result.Accounts.Select(account => account.Address), .. result.Outside.Select(target => target.Address)],
            Created = alias.Created,
        };
    }
}
