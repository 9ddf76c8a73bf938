using MailAdmin.Contracts;

namespace MailAdmin.Server.Routing;

/// <summary>Where an address leads in the end.</summary>
internal sealed class Expansion
{
    /// <summary>Whether this is only a question, so that nothing may be made on the way.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The accounts that get a copy, each once, in the order in which they were found.</summary>
    public List<AccountRecord> Accounts { get; } = [];

    /// <summary>Addresses of other hosts among the targets of aliases and forwards.</summary>
    public List<EmailAddress> Outside { get; } = [];

    /// <summary>Why a target takes no mail; the first cause that was met.</summary>
    public MailError? Refusal { get; private set; }

    public void Add(AccountRecord account)
    {
        if (!Accounts.Exists(known => known.Id == account.Id))
        {
            Accounts.Add(account);
        }
    }

    public void Refuse(MailError cause) => Refusal ??= cause;
}
