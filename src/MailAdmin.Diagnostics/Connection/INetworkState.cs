using System.Net;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>The machine's own network.</summary>
public interface INetworkState
{
    /// <summary>The addresses of the adapters that are up, without those of loopback.</summary>
    IReadOnlyList<IPAddress> FindAddresses();
}
