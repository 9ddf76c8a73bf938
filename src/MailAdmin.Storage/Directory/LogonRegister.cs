using System.Collections.Concurrent;
using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>The last logon of each account, and which of them directory.db lacks. Any thread may use it.</summary>
internal sealed class LogonRegister(IEnumerable<LogonRecord> logons)
{
    private readonly ConcurrentDictionary<AccountId, LogonRecord> last =
        new(logons.Select(logon => KeyValuePair.Create(logon.Account, logon)));

    private ConcurrentDictionary<AccountId, LogonRecord> unwritten = new();

    /// <summary>All last logons.</summary>
    public IReadOnlyCollection<LogonRecord> All => (IReadOnlyCollection<LogonRecord>)last.Values;

    /// <summary>The last logon of an account; null: it never logged on.</summary>
    public LogonRecord? FindLast(AccountId account) => last.GetValueOrDefault(account);

    /// <summary>Records a logon.</summary>
    public void Record(LogonRecord logon)
    {
        last[logon.Account] = logon;
        unwritten[logon.Account] = logon;
    }

    /// <summary>Removes an account that is gone.</summary>
    public void Remove(AccountId account) => last.TryRemove(account, out _);

    /// <summary>The logons since the last call, for directory.db.</summary>
    public IReadOnlyCollection<LogonRecord> TakeUnwritten() =>
        unwritten.IsEmpty ? [] : (IReadOnlyCollection<LogonRecord>)Interlocked.Exchange(ref unwritten, new()).Values;
}
