using System.Net;
using MailAdmin.Diagnostics.Registration;
using MailAdmin.Diagnostics.Web;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>What the checks of a domain share. DNS answers are cached, so each question is sent once.</summary>
internal sealed class DomainContext(
    DomainTestRequest request, DnsLookup dns, WebReader web, RdapRegistry registry, TimeProvider clock)
{
    // Large providers have five to ten.
    private const int MaxHosts = 20;

    public DomainTestRequest Request => request;

    public string Domain => request.Domain.Ascii;

    public DnsLookup Dns => dns;

    public WebReader Web => web;

    public RdapRegistry Registry => registry;

    public TimeProvider Clock => clock;

    /// <summary>The hosts that accept mail: those of the MX records, or the domain itself when it has none.</summary>
    public async Task<IReadOnlyList<string>> MailHostsAsync(CancellationToken cancellationToken)
    {
        DnsResult<MxEntry> mx = await dns.MxAsync(Domain, cancellationToken);
        return mx.Outcome switch
        {
            DnsOutcome.Found =>
            [
                .. mx.Records.Select(entry => entry.Host)
                    .Where(host => host.Length > 0 && !IPAddress.TryParse(host, out _))
                    .Distinct()
                    .Take(MaxHosts),
            ],
            DnsOutcome.NoData => [Domain],
            _ => [],
        };
    }
}
