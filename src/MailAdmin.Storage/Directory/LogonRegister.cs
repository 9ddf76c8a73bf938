using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>The last logon of each account, and the logons that directory.db lacks. Any thread may use it.</summary>
internal sealed class LogonRegister(IEnumerable<LogonRecord> logons)
{
    private readonly ConcurrentDictionary<AccountId, LogonRecord> last =
        new(logons.Select(logon => KeyValuePair.Create(logon.Account, logon)));

    private readonly Lock gate = new();
    private Dictionary<AccountId, IReadOnlyList<LogonRecord>> unwritten = [];

    /// <summary>All last logons.</summary>
    public IReadOnlyCollection<LogonRecord> All => (IReadOnlyCollection<LogonRecord>)last.Values;

    /// <summary>The last logon of an account; null: it never logged on.</summary>
    public LogonRecord? FindLast(AccountId account) => last.GetValueOrDefault(account);

    /// <summary>Records a logon.</summary>
    public void Record(LogonRecord logon)
    {
        last[logon.Account] = logon;
        lock (gate)
        {
            IReadOnlyList<LogonRecord> before = unwritten.GetValueOrDefault(logon.Account) ?? [];
            unwritten[logon.Account] = [logon, .. before.Take(LogonRecord.MaxKept - 1)];
        }
    }

    /// <summary>Removes an account that is gone.</summary>
    public void Remove(AccountId account)
    {
        last.TryRemove(account, out _);
        lock (gate)
        {
            unwritten.Remove(account);
        }
    }

    /// <summary>
    /// The logons since the last call, newest first, for directory.db; what is recorded later is not among them.
    /// </summary>
    public IReadOnlyDictionary<AccountId, IReadOnlyList<LogonRecord>> TakeUnwritten()
    {
        lock (gate)
        {
            if (unwritten.Count == 0)
            {
                // Not the dictionary itself: the next logon is added to it while the caller reads.
                return ReadOnlyDictionary<AccountId, IReadOnlyList<LogonRecord>>.Empty;
            }

            Dictionary<AccountId, IReadOnlyList<LogonRecord>> taken = unwritten;
            unwritten = [];
            return taken;
        }
    }
}
