using MailAdmin.Contracts;

namespace MailAdmin.Server.Logon;

/// <summary>Counts the iterations of the verifiers in the directory, now and then. Any thread may use it.</summary>
internal sealed class IterationCensus(IDirectory directory, TimeProvider timeProvider)
{
    // With 100,000 accounts it takes some 10 ms, and so is made every 10 s at the most.
    private const int RestPerWork = 1_000;

    private Census? last;
    private int counting;

    /// <summary>The shares, of a moment ago at the longest.</summary>
    public async ValueTask<IterationShares> GetAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref last) is not { } census)
        {
            return await CountAsync(cancellationToken);
        }

        if (timeProvider.GetElapsedTime(census.Ended) < census.Duration * RestPerWork
            || Interlocked.Exchange(ref counting, 1) == 1)
        {
            return census.Shares;
        }

        try
        {
            return await CountAsync(cancellationToken);
        }
        finally
        {
            Volatile.Write(ref counting, 0);
        }
    }

    private async ValueTask<IterationShares> CountAsync(CancellationToken cancellationToken)
    {
        long started = timeProvider.GetTimestamp();
        Dictionary<int, int> counts = [];
        await foreach (AccountRecord account in directory.Accounts.ListAsync(domain: null, cancellationToken))
        {
            if (account.Password is { } verifier)
            {
                counts[verifier.Iterations] = counts.GetValueOrDefault(verifier.Iterations) + 1;
            }
        }

        IterationShares shares = new(counts);
        long ended = timeProvider.GetTimestamp();
        Volatile.Write(ref last, new Census(shares, timeProvider.GetElapsedTime(started, ended), ended));
        return shares;
    }

    private sealed record Census(IterationShares Shares, TimeSpan Duration, long Ended);
}
