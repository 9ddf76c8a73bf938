namespace MailAdmin.Contracts;

/// <summary>
/// What is known of the past of the directory: its change journal, which the log keeps, and logons and used sizes,
/// which a crash or a damaged file may cost.
/// </summary>
public interface IDirectoryHistory
{
    /// <summary>Changes that match, newest first.</summary>
    IAsyncEnumerable<MailChange> FindChangesAsync(ChangeFilter filter, CancellationToken cancellationToken);

    /// <summary>Undoes all changes of one command as one new change, and returns its sequence number.</summary>
    /// <exception cref="MailException">
    /// ChangeNotFound; ChangeConflict: an object was changed since; ChangeIrreversible: what is gone cannot come back;
    /// and whatever forbids the reverse change.
    /// </exception>
    Task<long> UndoAsync(long sequence, ChangeOrigin origin, CancellationToken cancellationToken);

    /// <summary>The last logons of an account, newest first; at most <see cref="LogonRecord.MaxKept"/>.</summary>
    Task<IReadOnlyList<LogonRecord>> ListLogonsAsync(AccountId account, CancellationToken cancellationToken);

    /// <summary>What an account used on each day since a day, or all accounts for null; by day.</summary>
    IAsyncEnumerable<DailyUsage> ListUsageAsync(
        AccountId? account, DateOnly since, CancellationToken cancellationToken);
}

/// <summary>Which changes are wanted; null: any. Texts may have '*' and '?', and case does not matter.</summary>
public sealed record ChangeFilter
{
    /// <summary>The changes of one command.</summary>
    public long? Sequence { get; init; }

    /// <summary>Changes at or after a time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Who made them.</summary>
    public string? Who { get; init; }

    /// <summary>The address or name of what was changed.</summary>
    public string? Target { get; init; }

    /// <summary>The command that made them.</summary>
    public string? Command { get; init; }

    /// <summary>How many at most.</summary>
    public int? First { get; init; }
}

/// <summary>The used size of an account on a day (UTC), as it was last seen on that day.</summary>
public sealed record DailyUsage(AccountId Account, DateOnly Day, MailSize UsedSize);
