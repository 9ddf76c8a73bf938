using System.Net;
using System.Net.Sockets;
using MailAdmin.Contracts;
using MailAdmin.Dns;
using MailAdmin.Server.Outbound.Smtp;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Outbound;

/// <summary>
/// Opens a session with the first server of a next hop that is available. RFC 5321 §5.1; RFC 7435 §3 (plain text after
/// a failed handshake)
/// </summary>
internal sealed class HopConnector(
    IDirectory directory,
    IMailExchangers exchangers,
    OutboundOptions options,
    TimeProvider timeProvider,
    ILogger logger)
{
    /// <returns>The session, or the reason why none could be opened.</returns>
    public async Task<(RemoteSession? Session, HopFailure? Failure)> ConnectAsync(
        NextHop hop, bool requiresTls, CancellationToken cancellationToken)
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
                Tls = requiresTls ? TlsPolicy.RequireTls
                    : hop.Logon is null ? TlsPolicy.Opportunistic
                    : TlsPolicy.Verified,
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
                OutboundLog.ServerFailed(
                    logger, host.Name, address.ToString(), failure.Reply?.ToString() ?? failure.Message);
                HopFailure found = HopFailure.From(failure, target);
                (temporary, permanent) = found.IsPermanent ? (temporary, found) : (found, permanent);
            }
        }

        // The message is not refused as long as one server may accept it later.
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

            // A wrong name can be corrected; the mail waits for that.
            return found.Failure is { IsPermanent: true } failure
                ? MailRoute.Failed(new RouteFailure(
                    false, "4.4.4", WrittenReason.Of("Written.SmartHostAddress", hop.Name!.Unicode, failure.Reason)))
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
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken, limit.Token);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(target.Address, port), either.Token);
        }
        catch (Exception cause) when (cause is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            string detail =
                cause is SocketException refused
                    ? refused.SocketErrorCode.ToString()
                    : WrittenReason.Of("Written.Silent");
            throw new SmtpFailure(
                SmtpFailureKind.Connection, "4.4.1", WrittenReason.Of("Written.Unreachable", detail), cause: cause);
        }

        NetworkStream connection = new(socket, ownsSocket: true);
        return await RemoteSession.OpenAsync(connection, target, options.Timeouts, timeProvider, cancellationToken);
    }
}
