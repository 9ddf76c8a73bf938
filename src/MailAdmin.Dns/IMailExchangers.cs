namespace MailAdmin.Dns;

/// <summary>Finds the servers that accept the mail of a domain. RFC 5321 §5.1</summary>
public interface IMailExchangers
{
    /// <summary>The hosts of a domain's MX records, or the domain itself when it has none.</summary>
    /// <param name="domain">The domain of a recipient.</param>
    /// <param name="self">The identity of this host, so that mail is not sent back to it.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    ValueTask<MailRoute> FindAsync(DomainName domain, OwnHost self, CancellationToken cancellationToken);

    /// <summary>A host by its name, without regard to MX records: a smart host.</summary>
    ValueTask<MailRoute> FindHostAsync(DomainName host, CancellationToken cancellationToken);
}
