using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailAdmin.Module.Tests.Shell;
using MailKit.Net.Imap;
using MailKit.Security;

namespace MailAdmin.Module.Tests.Listeners;

public sealed class ListenerTests
{
    [Fact]
    public async Task A_client_logs_on_is_seen_and_is_disconnected()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        PSObject listener = Assert.Single(
            shell.Run("Start-MailListener -Protocol Imap -TlsMode Implicit -Port 0").Success);
        using ImapClient client = await ConnectAsync(listener);
        await client.AuthenticateAsync("ann@example.test", "secret-1", TestContext.Current.CancellationToken);

        ShellResult session = shell.Run("Get-MailSession -Account ann@example.test -Protocol Imap");
        _ = shell.Run("Get-MailSession | Stop-MailSession").Success;

        Assert.Equal("ann@example.test", session.Value("Account")!.ToString());
        Assert.StartsWith("TLS", (string)session.Value("Tls")!, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<Exception>(() => client.NoOpAsync(TestContext.Current.CancellationToken));
        Assert.Empty(shell.Run("Get-MailSession").Success);
    }

    [Fact]
    public void Listeners_are_stopped_and_restarted_through_the_pipeline()
    {
        using ModuleShell shell = ModuleShell.WithStore();
        _ =
            shell.Run("$null = Start-MailListener -Protocol Imap -TlsMode Implicit -Port 0; $null = Start-MailListener -Protocol Pop3 -TlsMode StartTls -Port 0").Success;

        object? port = shell.Run("Get-MailListener -Protocol Imap").Value("Port");
        ShellResult restarted = shell.Run(
            "Get-MailListener -Protocol Imap | Restart-MailListener -PassThru -TimeoutSeconds 1");
        ShellResult stopped = shell.Run(
            "Get-MailListener -Protocol Pop3 | Stop-MailListener -PassThru -TimeoutSeconds 1");

        Assert.Equal(port, restarted.Value("Port"));
        Assert.Equal("Running", restarted.Value("State")!.ToString());
        Assert.Equal("Stopped", stopped.Value("State")!.ToString());
        Assert.Equal(["Imap"], shell.Run("Get-MailListener").Texts("Protocol"));
        Assert.Equal(
            "ListenerNotFound,MailAdmin.Commands.Listeners.StopMailListenerCommand",
            Assert.Single(shell.Run("Stop-MailListener Pop3").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void An_empty_cell_of_a_port_or_mode_leaves_the_standard_one()
    {
        using ModuleShell shell = ModuleShell.WithStore();

        PSObject listener = Assert.Single(
            shell.Run("[pscustomobject]@{ Protocol = 'Smtp'; TlsMode = ''; Port = '' } | Start-MailListener -PortOffset 27000").Success);

        Assert.Equal(
            (27025, "StartTls"), (listener.Properties["Port"].Value, listener.Properties["TlsMode"].Value.ToString()));
    }

    [Theory]
    [InlineData("Stop-MailListener -TimeoutSeconds 1", "Pop3")]
    [InlineData("Restart-MailListener -TimeoutSeconds 1 -PassThru | ForEach-Object Protocol", "Imap Pop3")]
    public void An_empty_cell_of_a_port_stands_for_all_ports_of_the_row(string command, string running)
    {
        using ModuleShell shell = ModuleShell.WithStore();
        _ =
            shell.Run("$null = Start-MailListener -Protocol Imap -TlsMode StartTls -Port 0; $null = Start-MailListener -Protocol Pop3 -TlsMode StartTls -Port 0").Success;

        ShellResult result = shell.Run($"[pscustomobject]@{{ Protocol = 'Imap'; Port = '' }} | {command}");

        Assert.Empty(result.Errors);
        Assert.All(result.Output, protocol => Assert.Equal("Imap", protocol.ToString()));
        Assert.Equal(running, string.Join(' ', shell.Run("Get-MailListener").Texts("Protocol").Order()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Address = '';")]
    [InlineData("Address = 'ann@example.test';")]
    public void A_row_that_names_a_server_is_a_question_about_that_server(string address)
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        object? port = shell.Run("Start-MailListener -Protocol Smtp -TlsMode StartTls -Port 0").Value("Port");

        ShellResult result = shell.Run(
            $"[pscustomobject]@{{ {address} Server = '127.0.0.1'; Protocol = 'Smtp'; Port = $args[0]; TlsMode = '' }} | Test-MailConnection",
            port!);

        Assert.Empty(result.Errors);
        Assert.All(
            result.Output,
            found =>
                Assert.Equal(("127.0.0.1", port), (found.Properties["Server"].Value, found.Properties["Port"].Value)));
        Assert.Contains(
            result.Output,
            found =>
                found.Properties["Layer"].Value.ToString() == "Greeting"
                    && found.Properties["Status"].Value.ToString() == "Pass");
    }

    [Fact]
    public void A_port_that_is_taken_is_named_and_nothing_is_opened()
    {
        using ModuleShell shell = ModuleShell.WithStore();
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;

        ShellResult result = shell.Run("Start-MailListener -Protocol Imap -TlsMode StartTls -Port $args[0]", port);

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("PortInUse,MailAdmin.Commands.Listeners.StartMailListenerCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ResourceBusy, error.CategoryInfo.Category);
        Assert.Contains(
            port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            error.Exception.Message,
            StringComparison.Ordinal);
        Assert.Empty(shell.Run("Get-MailListener").Success);
    }

    [Theory]
    [InlineData("pfx")]
    [InlineData("pem")]
    [InlineData("encrypted pem")]
    [InlineData("object")]
    public async Task A_given_certificate_is_the_one_that_clients_see(string form)
    {
        using ModuleShell shell = ModuleShell.WithAccounts();
        using X509Certificate2 certificate = MakeCertificate();
        string path = shell.Folder["certificate"];
        using RSA key = certificate.GetRSAPrivateKey()!;
        PbeParameters encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        await File.WriteAllBytesAsync(path, form switch
        {
            "pfx" => certificate.Export(X509ContentType.Pfx, "p1"),
            "pem" =>
                System.Text.Encoding.ASCII.GetBytes(
                    certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem()),
            _ =>
                System.Text.Encoding.ASCII.GetBytes(
                    certificate.ExportCertificatePem() + "\n" + key.ExportEncryptedPkcs8PrivateKeyPem(
                        "p1", encryption)),
        }, TestContext.Current.CancellationToken);

        ShellResult result = form == "object"
            ? shell.Run(
                "Start-MailListener -Protocol Imap -TlsMode Implicit -Port 0 -Certificate $args[0]", certificate)
            : shell.Run(
                "Start-MailListener -Protocol Imap -TlsMode Implicit -Port 0 -CertificatePath $args[0] -CertificatePassword $args[1]",
                path,
                form == "pem" ? null : ModuleShell.Secret("p1"));

        Assert.Equal(certificate.Thumbprint, result.Value("CertificateThumbprint"));
        using ImapClient client = await ConnectAsync(Assert.Single(result.Success));
        Assert.True(client.IsConnected);
    }

    [Theory]
    [InlineData("no certificate")]
    [InlineData("wrong password")]
    [InlineData("missing")]
    [InlineData("no key")]
    public void A_certificate_that_cannot_be_used_is_refused(string problem)
    {
        using ModuleShell shell = ModuleShell.WithStore();
        using X509Certificate2 certificate = MakeCertificate();
        string path = shell.Folder["certificate"];
        if (problem != "missing")
        {
            File.WriteAllBytes(path, problem switch
            {
                "no certificate" => "hello"u8.ToArray(),
                "no key" => System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()),
                _ => certificate.Export(X509ContentType.Pfx, "p1"),
            });
        }

        ShellResult result = shell.Run(
            "Start-MailListener -Protocol Imap -TlsMode Implicit -Port 0 -CertificatePath $args[0] -CertificatePassword $args[1]",
            path,
            ModuleShell.Secret("p2"));

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal(
            "InvalidCertificate,MailAdmin.Commands.Listeners.StartMailListenerCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidData, error.CategoryInfo.Category);
        Assert.Equal(path, error.TargetObject);
        Assert.Empty(shell.Run("Get-MailListener").Success);
    }

    [Theory]
    [InlineData("Start-MailListener -Port 0", "InvalidArgument,MailAdmin.Commands.Listeners.StartMailListenerCommand")]
    [InlineData(
        "Start-MailListener -Protocol Imap -TlsMode Implicit -Port 0 -BindAddress 203.0.113.1",
        "BindAddressNotFound,MailAdmin.Commands.Listeners.StartMailListenerCommand")]
    [InlineData(
        "Start-MailListener -Protocol Imap -TlsMode Implicit -Port 0 -BindAddress nonsense",
        "InvalidArgument,MailAdmin.Commands.Listeners.StartMailListenerCommand")]
    [InlineData(
        "Start-MailListener -Protocol Gopher",
        "ParameterArgumentTransformationError,MailAdmin.Commands.Listeners.StartMailListenerCommand")]
    [InlineData("Stop-MailSession 999999", "SessionNotFound,MailAdmin.Commands.Sessions.StopMailSessionCommand")]
    [InlineData("Get-MailSession 999999", "SessionNotFound,MailAdmin.Commands.Sessions.GetMailSessionCommand")]
    public void Refusals_have_a_stable_id_and_open_nothing(string script, string errorId)
    {
        using ModuleShell shell = ModuleShell.WithStore();

        Assert.Equal(errorId, Assert.Single(shell.Run(script).Errors).FullyQualifiedErrorId);
        Assert.Empty(shell.Run("Get-MailListener").Success);
    }

    [Fact]
    public async Task Wait_ends_when_the_listeners_are_stopped_and_at_once_when_the_pipeline_is()
    {
        using ModuleShell shell = ModuleShell.WithStore();
        using ModuleShell other = new();
        (PowerShell waiting, IAsyncResult running) = shell.Start(
            "Start-MailListener -Protocol Imap -TlsMode Implicit -Port 0 -Wait");
        using PowerShell first = waiting;
        await WhenListeningAsync(other, shell.StorePath);

        _ = other.Run("Stop-MailListener -StorePath $args[0] -TimeoutSeconds 1", shell.StorePath).Success;

        Assert.Single(
            await Task.Run(() => waiting.EndInvoke(running), TestContext.Current.CancellationToken)
                .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));

        (PowerShell stopped, _) = shell.Start("Start-MailListener -Protocol Imap -TlsMode Implicit -Port 0 -Wait");
        using PowerShell second = stopped;
        await WhenListeningAsync(other, shell.StorePath);
        await Task.Run(stopped.Stop, TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(PSInvocationState.Stopped, stopped.InvocationStateInfo.State);
    }

    private static async Task WhenListeningAsync(ModuleShell shell, string storePath)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (shell.Run("Get-MailListener -StorePath $args[0]", storePath).Output.Count == 0)
        {
            await Task.Delay(50, patience.Token);
        }
    }

    // Nobody vouches for a certificate that was made here, so it is known by its thumbprint.
    private static async Task<ImapClient> ConnectAsync(PSObject listener)
    {
        string thumbprint = (string)listener.Properties["CertificateThumbprint"].Value;
        ImapClient client = new()
        {
            ServerCertificateValidationCallback = (_, certificate, _, _) =>
                certificate!.GetCertHashString() == thumbprint,
            CheckCertificateRevocation = false,
        };
        await client.ConnectAsync(
            "127.0.0.1",
            (int)listener.Properties["Port"].Value,
            SecureSocketOptions.SslOnConnect,
            TestContext.Current.CancellationToken);
        return client;
    }

    private static X509Certificate2 MakeCertificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new(
            "CN=mail.example.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(
            DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(80));
        return X509CertificateLoader.LoadPkcs12(
            certificate.Export(X509ContentType.Pfx), null, X509KeyStorageFlags.Exportable);
    }
}
