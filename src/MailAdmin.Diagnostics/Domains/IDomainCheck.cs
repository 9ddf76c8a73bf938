namespace MailAdmin.Diagnostics.Domains;

/// <summary>One check of a domain; independent ones run side by side.</summary>
internal interface IDomainCheck
{
    /// <summary>The layer to which it belongs.</summary>
    MailTestLayer Layer { get; }

    /// <summary>What names it in the texts: Check.Zone…</summary>
    string Name { get; }

    /// <summary>At least one finding.</summary>
    Task<IReadOnlyList<DomainFinding>> RunAsync(DomainContext context, CancellationToken cancellationToken);
}
