using System.Net.Sockets;

namespace MailAdmin.Diagnostics.Wire;

/// <summary>
/// Offers a port one version of TLS at a time, each on a connection of its own. RFC 8997 (1.2 at least)
/// </summary>
/// <param name="connect">Opens a connection.</param>
/// <param name="server">The name for the server name indication.</param>
/// <param name="at">The protocol and mode of the port.</param>
internal sealed class VersionProbe(
    Func<CancellationToken, Task<ProbeConnection>> connect, string server, KnownEndPoint at)
{
    /// <summary>The versions that are offered, oldest first.</summary>
    public static IReadOnlyList<TlsVersion> Versions { get; } =
        [TlsVersion.Tls10, TlsVersion.Tls11, TlsVersion.Tls12, TlsVersion.Tls13];

    /// <summary>The replies to all versions, in their order; null for one that the server refuses.</summary>
    public async Task<IReadOnlyList<ServerHello?>> OfferAllAsync(
        TimeSpan timeout, TimeProvider timeProvider, CancellationToken cancellationToken) =>
        await Task.WhenAll(Versions.Select(version => Deadline.RunAsync(
            timeout, timeProvider, token => OfferAsync(version, token), null, cancellationToken)));

    /// <summary>What the accepted versions mean.</summary>
    public static CheckOutcome Evaluate(IReadOnlyList<ServerHello?> accepted)
    {
        TlsVersion[] versions = [.. accepted.OfType<ServerHello>().Select(hello => hello.Version)];
        TlsVersion[] old = [.. versions.Where(version => version < TlsVersion.Tls12)];
        CheckOutcome outcome = versions.Length == 0 ? CheckOutcome.Fail(MailTestCode.TlsVersionOld, "None")
            : old.Length == versions.Length ? CheckOutcome.Fail(MailTestCode.TlsVersionOld, "Only")
            : old.Length > 0 ? CheckOutcome.Warn(MailTestCode.TlsVersionOld)
            : CheckOutcome.Pass("TlsVersion");
        return outcome.With(
            ("versions", string.Join(", ", versions.Select(NameOf))), ("old", string.Join(", ", old.Select(NameOf))));
    }

    /// <summary>The replies as lines of evidence.</summary>
    public static string Describe(IReadOnlyList<ServerHello?> accepted) => string.Join('\n', Versions.Zip(
        accepted,
        (version, hello) => $"-- {NameOf(version)}: {(hello is null ? "refused" : $"taken, {hello.Suite}")}"));

    private async Task<ServerHello?> OfferAsync(TlsVersion version, CancellationToken cancellationToken)
    {
        try
        {
            await using ProbeConnection connection = await connect(cancellationToken);
            if (await StartTlsDialogue.ReachHandshakeAsync(
                connection, at.Protocol, at.TlsMode, cancellationToken) is not null)
            {
                return null;
            }

            await connection.Stream.WriteAsync(ClientHello.Build(version, server), cancellationToken);
            ServerHello? answer = await ServerHello.ReadAsync(connection.Stream, cancellationToken);
            return answer?.Version == version ? answer : null;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Some servers refuse by closing the connection.
            return null;
        }
    }

    private static string NameOf(TlsVersion version) => version switch
    {
        TlsVersion.Tls10 => "TLS 1.0",
        TlsVersion.Tls11 => "TLS 1.1",
        TlsVersion.Tls12 => "TLS 1.2",
        _ => "TLS 1.3",
    };
}
