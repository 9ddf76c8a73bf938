using System.Net;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>SRV records by which mail programs find their servers. RFC 6186 §3; RFC 8314 §5.1</summary>
internal sealed class ServiceCheck : IDomainCheck
{
    private static readonly string[] Services = ["_imaps", "_imap", "_pop3s", "_pop3", "_submissions", "_submission"];

    public MailTestLayer Layer => MailTestLayer.Dns;

    public string Name => "ZoneSrv";

    public async Task<IReadOnlyList<DomainFinding>> RunAsync(DomainContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<(DomainFinding? Problem, string Evidence)>[] all =
            await Task.WhenAll(Services.Select(service => LookAtAsync(context, $"{service}._tcp.{context.Domain}", cancellationToken)));
        DomainFinding[] problems = [.. all.SelectMany(found => found).Select(found => found.Problem).OfType<DomainFinding>()];
        string[] evidence = [.. all.SelectMany(found => found).Select(found => found.Evidence).Where(text => text.Length > 0)];
        return (problems.Length, evidence.Length) switch
        {
            ( > 0, _) => problems,
            (_, 0) => [DomainFinding.Skip("ZoneNoSrv")],
            _ => [DomainFinding.Pass("ZoneSrv", string.Join('\n', evidence))],
        };
    }

    private static async Task<IReadOnlyList<(DomainFinding? Problem, string Evidence)>> LookAtAsync(
        DomainContext context, string name, CancellationToken cancellationToken)
    {
        DnsResult<ServiceEntry> records = await context.Dns.ServicesAsync(name, cancellationToken);
        if (records.IsUnknown)
        {
            return [(DomainFinding.Unknown(name, records), "")];
        }

        List<(DomainFinding? Problem, string Evidence)> found = [];
        foreach (ServiceEntry entry in records.Records)
        {
            string evidence = $"{name} SRV {entry.Priority} {entry.Weight} {entry.Port} {entry.Host}.";
            DnsResult<IPAddress>? addresses = entry.Host.Length > 0 ? await context.Dns.AddressesAsync(entry.Host, cancellationToken) : null;
            bool isWrong = addresses?.IsNone == true || (entry.Host.Length > 0 && entry.Port == 0);
            found.Add((isWrong ? DomainFinding.Fail(MailTestCode.SrvInvalid, "", evidence, ("name", name), ("host", entry.Host)).At(entry.Host) : null, evidence));
        }

        return found;
    }
}
