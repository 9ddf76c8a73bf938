namespace MailAdmin.Diagnostics.Local;

/// <summary>What an address of the local store is.</summary>
public enum LocalAddressKind
{
    /// <summary>The store has nothing of this address; the catch-all of its domain may take its mail.</summary>
    None,

    /// <summary>An account, which can log on.</summary>
    Account,

    /// <summary>An alias, whose mail goes to its targets.</summary>
    Alias,

    /// <summary>A group, whose mail goes to its members.</summary>
    Group,
}
