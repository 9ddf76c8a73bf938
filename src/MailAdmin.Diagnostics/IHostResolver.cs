using System.Net;

namespace MailAdmin.Diagnostics;

/// <summary>Looks up the addresses of a host as every program on this machine does.</summary>
public interface IHostResolver
{
    /// <summary>The addresses in the order in which to try them.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">
    /// HostNotFound or NoData when the host does not exist; TryAgain when no name server answered.
    /// </exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);
}
