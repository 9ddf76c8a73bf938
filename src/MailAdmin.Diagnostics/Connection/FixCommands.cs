using System.Net;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>Commands that repair a cause or narrow it down, ready to run.</summary>
internal static class FixCommands
{
    private const int MaxSeconds = 600;

    // Ports below 1024 need a privilege that an ordinary user has on Windows only.
    private static readonly string Offset =
        OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess ? "" : " -PortOffset 8000";

    /// <summary>The command for a cause; empty when there is none.</summary>
    /// <param name="request">What was tested.</param>
    /// <param name="outcome">The cause.</param>
    /// <param name="found">Where the protocol answers instead; null when it was not found elsewhere.</param>
    public static string For(ConnectionTestRequest request, CheckOutcome outcome, KnownEndPoint? found)
    {
        if (found is not null)
        {
            return Test(request, found);
        }

        KnownEndPoint at = new(request.Protocol, request.Port, request.TlsMode);
        string elsewhere = outcome.Code switch
        {
            MailTestCode.PlainOnTlsPort => Test(request, at with { TlsMode = TlsMode.Implicit }),
            MailTestCode.LogonNeedsTls when outcome.Variant == "Elsewhere" =>
                Test(request, StandardPorts.For(request.Protocol, TlsMode.Implicit)),
            MailTestCode.TlsOnPlainPort or MailTestCode.LogonNeedsTls =>
                Test(request, at with { TlsMode = TlsMode.StartTls }),
            MailTestCode.LogonMechanismUnsupported when request.Protocol == MailProtocol.Smtp =>
                Test(request, StandardPorts.For(MailProtocol.Submission, TlsMode.StartTls)),
            MailTestCode.Timeout => $"{Test(request, at)} -TimeoutSeconds {MoreTime(request.Timeout)}",
            _ => "",
        };
        if (elsewhere.Length > 0 || !request.IsLocalStore)
        {
            return elsewhere;
        }

        // What another program on this machine answers says nothing about the store.
        return request.IsOwnPort || outcome.Code == MailTestCode.PortClosed ? ForLocalStore(request, outcome.Code) : "";
    }

    /// <summary>Causes that are not about one account; <see cref="LocalState"/> has the others.</summary>
    private static string ForLocalStore(ConnectionTestRequest request, string code)
    {
        string user = CommandText.Quote(request.LocalUser?.Address.ToString() ?? "");
        string command = code switch
        {
            MailTestCode.PortClosed when StandardPorts.ByNumber(request.Port) is not null =>
                $"Start-MailListener -Protocol {request.Protocol}{Offset}",
            MailTestCode.PortClosed => Listen(request),
            // Without another certificate the listener has one that the server makes and renews itself.
            MailTestCode.CertificateExpired =>
                $"Stop-MailListener -Protocol {request.Protocol} -Port {request.Port}{request.CommandSuffix}; "
                    + Listen(request),
            MailTestCode.MailboxLocked when request.LocalUser is not null =>
                $"Get-MailSession{request.CommandSuffix} | Where-Object Account -EQ {user}",

            // To a server of this machine the test came from the address that it connected to.
            MailTestCode.AccountLocked =>
                $"Get-MailLogonBlock {request.ConnectAddress ?? IPAddress.Loopback}{request.CommandSuffix}"
                    + " | Remove-MailLogonBlock",
            _ => "",
        };
        return command.Length == 0 || code == MailTestCode.MailboxLocked ? command : command + request.CommandSuffix;
    }

    private static int MoreTime(TimeSpan timeout) =>
        (int)Math.Clamp(Math.Ceiling(timeout.TotalSeconds * 3), 1, MaxSeconds);

    private static string Listen(ConnectionTestRequest request)
    {
        TlsMode usual = request.Protocol == MailProtocol.Smtp ? TlsMode.StartTls : TlsMode.Implicit;
        TlsMode mode = request.TlsMode != TlsMode.Auto
            ? request.TlsMode
            : request.KnownEndPoints.FirstOrDefault(point => point.Port == request.Port)?.TlsMode ?? usual;
        return $"Start-MailListener -Protocol {request.Protocol} -TlsMode {mode} -Port {request.Port}";
    }

    private static string Test(ConnectionTestRequest request, KnownEndPoint at)
    {
        // The host name of a store need not be in the DNS of its own machine.
        string server = request.ConnectAddress is { } address && IPAddress.IsLoopback(address)
            ? "localhost"
            : CommandText.Quote(request.Server);
        return $"Test-MailConnection -Server {server} -Protocol {at.Protocol} -Port {at.Port} -TlsMode {at.TlsMode}"
            + request.CommandSuffix;
    }
}
