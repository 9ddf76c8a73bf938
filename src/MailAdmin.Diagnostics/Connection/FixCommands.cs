using System.Net;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>Commands that repair a cause or narrow it down, ready to run.</summary>
internal static class FixCommands
{
    /// <summary>The command for a cause; empty when there is none.</summary>
    /// <param name="request">What was tested.</param>
    /// <param name="code">The cause.</param>
    /// <param name="found">Where the protocol answers instead; null when it was not found elsewhere.</param>
    public static string For(ConnectionTestRequest request, string code, KnownEndPoint? found)
    {
        if (found is not null)
        {
            return Test(request, found);
        }

        KnownEndPoint at = new(request.Protocol, request.Port, request.TlsMode);
        string elsewhere = code switch
        {
            MailTestCode.TlsOnPlainPort => Test(request, at with { TlsMode = TlsMode.Implicit }),
            MailTestCode.PlainOnTlsPort or MailTestCode.LogonNeedsTls =>
                Test(request, at with { TlsMode = TlsMode.StartTls }),
            MailTestCode.LogonMechanismUnsupported when request.Protocol == MailProtocol.Smtp =>
                Test(request, StandardPorts.For(MailProtocol.Submission, TlsMode.StartTls)),
            MailTestCode.Timeout => $"{Test(request, at)} -TimeoutSeconds {(int)request.Timeout.TotalSeconds * 3}",
            _ => "",
        };
        if (elsewhere.Length > 0 || !request.IsLocalStore)
        {
            return elsewhere;
        }

        // What another program on this machine answers says nothing about the accounts of the store.
        return request.IsOwnPort || code == MailTestCode.PortClosed ? ForLocalStore(request, code) : "";
    }

    private static string ForLocalStore(ConnectionTestRequest request, string code)
    {
        string account =
            CommandText.Quote(request.Recipient?.ToString() ?? request.Credential?.UserName ?? request.Target);
        return code switch
        {
            MailTestCode.PortClosed when StandardPorts.ByNumber(request.Port) is not null =>
                $"Start-MailListener -Protocol {request.Protocol}",
            MailTestCode.PortClosed => Listen(request),
            // Without another certificate the listener has one that the server makes and renews itself.
            MailTestCode.CertificateExpired =>
                $"Stop-MailListener -Protocol {request.Protocol} -Port {request.Port}; {Listen(request)}",
            MailTestCode.LogonFailed => $"Set-MailAccountPassword -Address {account} -GeneratePassword",
            MailTestCode.AccountDisabled => $"Enable-MailAccount -Address {account}",
            MailTestCode.ProtocolDisabled => $"Set-MailAccount -Address {account} -Protocol Smtp, Pop3, Imap",
            MailTestCode.MailboxFull => $"Get-MailQuota {account}",
            MailTestCode.MailboxLocked => $"Get-MailSession | Where-Object Account -EQ {account}",
            MailTestCode.RecipientNotFound => $"New-MailAccount -Address {account} -GeneratePassword",
            _ => "",
        };
    }

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
        return $"Test-MailConnection -Server {server} -Protocol {at.Protocol} -Port {at.Port} -TlsMode {at.TlsMode}";
    }
}
