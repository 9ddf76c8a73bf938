using System.Runtime.CompilerServices;
using MailAdmin.Server.Arguments;

namespace MailAdmin.Server.Administration.Handling;

/// <summary>Finds what has an address by a pattern. Without wildcards that is a single lookup.</summary>
/// <param name="find">Looks one up.</param>
/// <param name="list">Lists all, or those of a domain, by address.</param>
/// <param name="addressOf">The address of a record.</param>
internal sealed class AddressSearch<TRecord>(
    Func<EmailAddress, CancellationToken, ValueTask<TRecord?>> find,
    Func<DomainName?, CancellationToken, IAsyncEnumerable<TRecord>> list,
    Func<TRecord, EmailAddress> addressOf)
    where TRecord : class
{
    /// <summary>The records whose canonical address matches, by address; null: all.</summary>
    public async IAsyncEnumerable<TRecord> FindAsync(
        string? pattern, DomainName? domain, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (pattern is not null && !NamePattern.HasWildcards(pattern))
        {
            TRecord? single = EmailAddress.TryParse(pattern, out EmailAddress? address)
                ? await find(address, cancellationToken)
                : null;
            if (single is not null && (domain is null || addressOf(single).Domain == domain))
            {
                yield return single;
            }

            yield break;
        }

        NamePattern? matcher = pattern is null ? null : NamePattern.OfAddress(pattern);
        await foreach (TRecord record in list(domain, cancellationToken))
        {
            if (matcher is null || matcher.Matches(addressOf(record).Canonical))
            {
                yield return record;
            }
        }
    }
}
