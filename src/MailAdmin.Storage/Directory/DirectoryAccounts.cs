using System.Collections.Immutable;
using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>The accounts, by address and by number; the number stays when an account is renamed.</summary>
internal sealed class DirectoryAccounts : DirectoryTable<EmailAddress, AccountRecord>
{
    private readonly ImmutableDictionary<AccountId, AccountRecord> byId;

    public DirectoryAccounts(AccountKind kind, IReadOnlyCollection<AccountRecord> records)
        : base(kind, records)
    {
        byId = records.ToImmutableDictionary(record => record.Id);
    }

    private DirectoryAccounts(DirectoryAccounts table, AccountRecord? before, AccountRecord? after)
        : base(table, before, after)
    {
        byId = after is not null ? table.byId.SetItem(after.Id, after)
            : before is not null ? table.byId.Remove(before.Id)
            : table.byId;
    }

    /// <summary>The account of a number; null: it does not exist.</summary>
    public AccountRecord? Find(AccountId id) => byId.GetValueOrDefault(id);

    public override AccountRecord? FindSame(AccountRecord record) => Find(record.Id);

    protected override DirectoryAccounts Derive(AccountRecord? before, AccountRecord? after) =>
        new(this, before, after);
}
