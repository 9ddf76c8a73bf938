using MailAdmin.Contracts;

namespace MailAdmin.Server.Routing;

/// <summary>Where an address leads in the end.</summary>
internal sealed class ResolutionResult
{
    private readonly HashSet<string> outside = [];

    /// <summary>Whether this is only a question, so that nothing may be made on the way.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether the message has the null reverse-path, as reports have; only such mail goes back by a rewritten sender.</summary>
    public bool IsReport { get; init; }

    /// <summary>Whether the sender may send to a group; null: groups are open, since nobody sends anything.</summary>
    public Func<GroupRecord, CancellationToken, ValueTask<bool>>? MayPost { get; init; }

    /// <summary>The accounts that get a copy, each once, in the order in which they were found.</summary>
    public List<AccountRecord> Accounts { get; } = [];

    /// <summary>Addresses of other hosts, each once.</summary>
    public List<OutsideTarget> Outside { get; } = [];

    /// <summary>Why a target takes no mail; the first cause that was met.</summary>
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
