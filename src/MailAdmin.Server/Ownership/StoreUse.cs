namespace MailAdmin.Server.Ownership;

/// <summary>What a lease of a store is for.</summary>
public enum StoreUse
{
    /// <summary>To administer it: by the owner, wherever that is, or by becoming the owner.</summary>
    Administer,

    /// <summary>To run listeners: by the owner if it has listeners, otherwise by waiting to become the owner.</summary>
    HostListeners,

    /// <summary>
    /// To watch what happens: by the owner, wherever that is, or by owning it until somebody else wants to.
    /// </summary>
    Watch,
}
