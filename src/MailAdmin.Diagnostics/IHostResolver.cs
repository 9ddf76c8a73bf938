using System.Net;

namespace MailAdmin.Diagnostics;

/// <summary>Turns the name of a host into addresses, as every program on this machine would.</summary>
public interface IHostResolver
{
    /// <summary>The addresses in the order in which to try them.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">HostNotFound, NoData: there is no such host; TryAgain: nobody answered.</exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);
}
