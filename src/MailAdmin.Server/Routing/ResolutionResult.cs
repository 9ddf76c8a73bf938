using MailAdmin.Contracts;

namespace MailAdmin.Server.Routing;

/// <summary>The accounts and outside addresses that an address leads to.</summary>
internal sealed class ResolutionResult
{
    private readonly HashSet<string> outside = [];

    /// <summary>Whether this is only a query, which must not create anything.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>
    /// Whether the message has the null reverse-path, as reports have; only such mail is returned by a rewritten
    /// sender.
    /// </summary>
    public bool IsReport { get; init; }

    /// <summary>Decides whether the sender may send to a group; null for a query without a sender.</summary>
    public Func<GroupRecord, CancellationToken, ValueTask<bool>>? MayPost { get; init; }

    /// <summary>The accounts that get a copy, each once, in the order in which they were found.</summary>
    public List<AccountRecord> Accounts { get; } = [];

    /// <summary>Addresses of other hosts, each once.</summary>
    public List<OutsideTarget> Outside { get; } = [];

    /// <summary>Why a target accepts no mail: the first cause found.</summary>
    public MailError? Refusal { get; private set; }

    public void Add(AccountRecord account)
    {
        if (!Accounts.Exists(known => known.Id == account.Id))
        {
            Accounts.Add(account);
        }
    }

    public void AddOutside(OutsideTarget target)
    {
        if (outside.Add(target.Address.Canonical))
        {
            Outside.Add(target);
        }
    }

    public void Refuse(MailError cause) => Refusal ??= cause;
}
