using System.Net;
using System.Net.Sockets;
using MailAdmin.Diagnostics;
using MailAdmin.Dns;

namespace MailAdmin.Tests.Diagnostics;

/// <summary>Looks names up at one name server over the wire, and says what went wrong as the operating system would.</summary>
internal sealed class DnsHostResolver(string nameServer) : IHostResolver
{
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        DnsLimits limits = new() { ServerTimeout = TimeSpan.FromSeconds(1), Retries = 0 };
        MailExchangers exchangers = new(_ => ValueTask.FromResult<IReadOnlyList<string>>([nameServer]), limits, TimeProvider.System);
        MailRoute route = await exchangers.FindHostAsync(DomainName.Parse(host), cancellationToken);
        return route.Failure is { } failure
            ? throw new SocketException((int)(failure.IsPermanent ? SocketError.HostNotFound : SocketError.TryAgain))
            : route.Hosts[0].Addresses;
    }
}
