namespace MailAdmin;

/// <summary>
/// What is done with mail that comes to port 25 without a logon and claims a sender of this store: in MAIL FROM or in
/// From it has an address of one of its domains, or of its host name.
/// </summary>
/// <remarks>
/// Such mail is a forgery, or has gone out and come back: people here who write to a mailing list elsewhere get their
/// own messages back with their own From, forwarders that do not rewrite the sender keep MAIL FROM, and services that
/// send in the name of a domain use both. So nothing is refused unless somebody who knows that there is nothing of the
/// kind says so. Hosts of RelayNetwork and this machine itself (the loopback addresses) are trusted.
/// </remarks>
public enum MailSpoofedSender
{
    /// <summary>
    /// It is accepted with a field <c>X-MailAdmin-Unverified-Sender</c>, which says where the address is claimed, for
    /// rules of mail programs and filters.
    /// </summary>
    Mark,

    /// <summary>It is accepted as it is.</summary>
    Accept,

    /// <summary>It is refused with 550 5.7.1, as a message whose From cannot be read then is.</summary>
    Refuse,
}
