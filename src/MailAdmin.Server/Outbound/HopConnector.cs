using System.Net;
using System.Net.Sockets;
using MailAdmin.Contracts;
using MailAdmin.Dns;
using MailAdmin.Server.Outbound.Smtp;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Outbound;

/// <summary>Opens a session with the first server of a next hop that is there and willing. RFC 5321 §5.1; RFC 7435 §3 (plain text after a failed handshake)</summary>
internal sealed class HopConnector(
    IDirectory directory, IMailExchangers exchangers, OutboundOptions options, TimeProvider timeProvider, ILogger logger)
{
    /// <returns>The session, or why there is none.</returns>
    public async Task<(RemoteSession? Session, HopFailure? Failure)> ConnectAsync(NextHop hop, bool requiresTls, CancellationToken cancellationToken)
    {
        if (hop.Problem is { } problem)
        {
            return (null, problem);
        }

        string ownName = (await directory.GetSettingsAsync(cancellationToken)).HostName;
        MailRoute route = await FindRouteAsync(hop, ownName, cancellationToken);
        if (route.Failure is { } lost)
        {
            return (null, HopFailure.From(lost));
        }

        HopFailure? temporary = null;
        HopFailure? permanent = null;
        foreach ((MailExchanger host, IPAddress address) in route.Hosts
            .SelectMany(host => host.Addresses.Select(address => (host, address))).Take(options.AddressesPerAttempt))
        {
            SessionTarget target = new()
            {
                Host = host.Name,
                Address = address,
                HelloName = ownName,
                Tls = requiresTls ? TlsPolicy.RequireTls : hop.Logon is null ? TlsPolicy.Opportunistic : TlsPolicy.Verified,
                IsImplicitTls = hop.Port == options.ImplicitTlsPort,
                Logon = hop.Logon,
                TrustedRoots = options.TrustedRoots,
            };
            try
            {
                return (await OpenAsync(hop, target, cancellationToken), null);
            }
            catch (SmtpFailure failure)
            {
                OutboundLog.ServerFailed(logger, host.Name, address.ToString(), failure.Reply?.ToString() ?? failure.Message);
                HopFailure seen = HopFailure.From(failure, target);
                (temporary, permanent) = seen.IsPermanent ? (temporary, seen) : (seen, permanent);
            }
        }

        // As long as one of them may take it later, it is not refused.
        return (null, temporary ?? permanent);
    }

    private async ValueTask<MailRoute> FindRouteAsync(NextHop hop, string ownName, CancellationToken cancellationToken)
    {
        if (hop.Address is { } address)
        {
            return new MailRoute([new MailExchanger(address.ToString(), 0, [address])], false, null);
        }

        if (hop.Kind == NextHopKind.SmartHost)
        {
            MailRoute found = await exchangers.FindHostAsync(hop.Name!, cancellationToken);

            // A name that is wrong can be put right; the mail waits for that.
            return found.Failure is { IsPermanent: true } failure
                ? MailRoute.Failed(new RouteFailure(false, "4.4.4", $"The smart host {hop.Name!.Unicode} has no address: {failure.Reason}"))
                : found;
        }

        OwnHost self = new(DomainName.TryParse(ownName, out DomainName? name) ? name : null, options.OwnAddresses());
        return await exchangers.FindAsync(hop.Name!, self, cancellationToken);
    }

    private async Task<RemoteSession> OpenAsync(NextHop hop, SessionTarget target, CancellationToken cancellationToken)
    {
        int port = hop.Port > 0 ? hop.Port : options.PortOf?.Invoke(target.Host) ?? options.Port;
        try
        {
            return await OpenAsync(target, port, cancellationToken);
        }
        catch (SmtpFailure failure) when (failure.Kind == SmtpFailureKind.OptionalTls && !target.IsImplicitTls)
        {
            return await OpenAsync(target with { Tls = TlsPolicy.None }, port, cancellationToken);
        }
    }

    private async Task<RemoteSession> OpenAsync(SessionTarget target, int port, CancellationToken cancellationToken)
    {
        Socket socket = new(target.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using CancellationTokenSource limit = new(options.Timeouts.Connect, timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(target.Address, port), either.Token);
        }
        catch (Exception cause) when (cause is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw new SmtpFailure(
                SmtpFailureKind.Connection,
                "4.4.1",
                cause is SocketException refused ? $"The server cannot be reached ({refused.SocketErrorCode})" : "The server cannot be reached (it does not answer)",
                cause: cause);
        }

        return await RemoteSession.OpenAsync(new NetworkStream(socket, ownsSocket: true), target, options.Timeouts, timeProvider, cancellationToken);
    }
}
