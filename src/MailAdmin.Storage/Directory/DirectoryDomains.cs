using System.Collections.Immutable;
using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>The domains, by their own name and by their other names.</summary>
internal sealed class DirectoryDomains : DirectoryTable<DomainName, DomainRecord>
{
    private readonly ImmutableDictionary<DomainName, DomainName> otherNames;

    public DirectoryDomains(DomainKind kind, IReadOnlyCollection<DomainRecord> records)
        : base(kind, records)
    {
        otherNames = records.SelectMany(OtherNamesOf).ToImmutableDictionary();
    }

    private DirectoryDomains(DirectoryDomains table, DomainRecord? before, DomainRecord? after)
        : base(table, before, after)
    {
        otherNames = table.otherNames;
        if (before is not null)
        {
            otherNames = otherNames.RemoveRange(before.AliasDomain);
        }

        if (after is not null)
        {
            otherNames = otherNames.SetItems(OtherNamesOf(after));
        }
    }

    /// <summary>The domain of which a name is another name; null: of none.</summary>
    public DomainName? FindMainName(DomainName otherName) => otherNames.GetValueOrDefault(otherName);

    /// <summary>The domain of a name or of another name of it; null: it is not ours.</summary>
    public DomainRecord? FindByAnyName(DomainName name) =>
        Find(name) ?? (FindMainName(name) is { } main ? Find(main) : null);

    protected override DirectoryDomains Derive(DomainRecord? before, DomainRecord? after) => new(this, before, after);

    private static IEnumerable<KeyValuePair<DomainName, DomainName>> OtherNamesOf(DomainRecord domain) =>
        domain.AliasDomain.Select(other => KeyValuePair.Create(other, domain.Name));
}
