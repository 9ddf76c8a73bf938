using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Connection;
using MailAdmin.Diagnostics.Registration;
using MailAdmin.Diagnostics.Replies;
using MailAdmin.Tests.Dns;

namespace MailAdmin.Tests.Diagnostics;

/// <summary>Every fault of a network or a server that a connection test can meet, made on loopback.</summary>
internal static class FaultCases
{
    private const MailProtocol Smtp = MailProtocol.Smtp;
    private const MailProtocol Submission = MailProtocol.Submission;
    private const MailProtocol Pop3 = MailProtocol.Pop3;
    private const MailProtocol Imap = MailProtocol.Imap;
    private const string Host = "mail.example.test";
    private const string OwnAddress = "192.0.2.7";
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(700);
    private static readonly X509Certificate2 Expired = TestCertificates.Issue("localhost", -30, -2);
    private static readonly X509Certificate2 Future = TestCertificates.Issue("localhost", 2, 30);
    private static readonly X509Certificate2 OtherName = TestCertificates.Issue("mail.other.test");
    private static readonly X509Certificate2 SelfSigned = TestCertificates.SelfSigned("localhost");

    public static IEnumerable<FaultCase> All =>
    [
        .. OfTheNetwork(), .. OfTheDomain(), .. OfThePort(), .. OfTls(), .. OfTheGreeting(), .. OfTheLogon(), .. OfTheMailbox(),
    ];

    private static IEnumerable<FaultCase> OfTheNetwork()
    {
        yield return new("NetworkUnreachable", Imap, "there is no way to the address", broken =>
            WithServerAsync(
                Imap, request => broken ? request with { ConnectAddress = IPAddress.Parse("224.0.0.1") } : request));
        yield return new(
            "NetworkUnreachable", Imap, "this machine is on no network",
            broken => ByNameAsync(WithHost, network: broken ? [] : [OwnAddress]));
        yield return new(
            "NetworkUnreachable", Imap, "nobody gave this machine an address",
            broken => ByNameAsync(WithHost, network: broken ? ["169.254.7.7"] : [OwnAddress]));
        yield return new(
            "ResolverUnreachable", Imap, "the name server does not answer",
            broken => ByNameAsync(WithHost, nameServer: broken ? $"127.0.0.1:{ClosedPort()}" : null));
        yield return new(
            "ResolverUnreachable", Imap, "the name server fails",
            broken => ByNameAsync(dns => WithHost(broken ? dns.Failing(Host) : dns)));
        yield return new(
            "HostNotFound", Imap, "the host is not in its domain",
            broken => ByNameAsync(dns => broken ? dns.Mx("example.test", 10, "mx.example.test") : WithHost(dns)));
        yield return new(
            "HostNotFound", Imap, "the name has no address",
            broken => ByNameAsync(dns => broken ? dns.Mx(Host, 10, "mx.example.test") : WithHost(dns)));
        yield return new(
            "DomainNotFound", Imap, "the server's domain does not exist",
            broken => ByNameAsync(dns => broken ? dns : WithHost(dns)));
        yield return new(
            "DomainExpired", Imap, "the registration ran out",
            broken => ByNameAsync(dns => broken ? dns : WithHost(dns), registration: new(-3, "redemption period")));
        yield return new(
            "DomainOnHold", Imap, "the registrar holds the domain back",
            broken => ByNameAsync(dns => broken ? dns : WithHost(dns), registration: new(90, "client hold")));
    }

    private static IEnumerable<FaultCase> OfTheDomain()
    {
        yield return new(
            "DomainNotFound", Smtp, "the domain does not exist",
            broken => ByDomainAsync(dns => broken ? dns : WithExchanger(dns)));
        yield return new(
            "NoMailExchanger", Smtp, "the domain has neither MX nor address",
            broken => ByDomainAsync(dns => broken ? dns.Host("example.test") : WithExchanger(dns)));
        yield return new(
            "NoMailExchanger", Smtp, "the MX has no address",
            broken => ByDomainAsync(dns => broken ? dns.Mx("example.test", 10, Host) : WithExchanger(dns)));
        yield return new(
            "NullMailExchanger", Smtp, "the domain says that it takes no mail",
            broken => ByDomainAsync(dns => broken ? dns.Mx("example.test", 0, ".") : WithExchanger(dns)));
        yield return new(
            "ResolverUnreachable", Smtp, "the domain's name servers fail",
            broken => ByDomainAsync(dns => WithExchanger(broken ? dns.Failing("example.test") : dns)));
        yield return new(
            "DomainExpired", Smtp, "the registration ran out",
            broken => ByDomainAsync(dns => broken ? dns : WithExchanger(dns), new(-40, "pending delete")));
        yield return new(
            "DomainOnHold", Smtp, "the registry holds the domain back",
            broken => ByDomainAsync(dns => broken ? dns : WithExchanger(dns), new(90, "server hold")));
    }

    private static IEnumerable<FaultCase> OfThePort()
    {
        foreach (MailProtocol protocol in new[] { Submission, Pop3, Imap })
        {
            yield return new("PortClosed", protocol, "nothing listens", broken =>
                WithServerAsync(protocol, request => broken ? request with { Port = ClosedPort() } : request));
        }

        yield return new(
            "PortFiltered", Imap, "packets get no answer",
            broken => broken ? FilteredAsync() : WithServerAsync(Imap, request => request));
        yield return Played("Timeout", Imap, "the server never says anything", connection => connection.DrainAsync());
        yield return Played("Timeout", Submission, "the server is silent after its greeting", async connection =>
        {
            await connection.SendAsync("220 mail.example ESMTP");
            await connection.DrainAsync();
        });
    }

    private static IEnumerable<FaultCase> OfTls()
    {
        foreach (MailProtocol protocol in new[] { Submission, Pop3, Imap })
        {
            yield return Served(
                "PlainOnTlsPort", protocol, "TLS from the start, asked for STARTTLS",
                server => server with { Implicit = true });
            yield return Served(
                "TlsOnPlainPort", protocol, "STARTTLS, asked for TLS from the start",
                server => server with { Implicit = false }, TlsMode.Implicit);
            yield return Served(
                "StartTlsMissing", protocol, "STARTTLS is not offered",
                server => server with { OffersStartTls = false });
            yield return Served(
                "TlsHandshakeFailed", protocol, "STARTTLS is offered and refused",
                server => server with { StartTlsRefusal = RefusedStartTls(protocol) });
            foreach (TlsMode mode in new[] { TlsMode.Implicit, TlsMode.StartTls })
            {
                yield return Served(
                    "TlsVersionOld", protocol, $"the server has only TLS 1.0 and 1.1 ({mode})",
                    server => server with { Handshake = FakeMailServer.AnswerOldVersionsAsync }, mode);
            }

            yield return Served(
                "CertificateExpired", protocol, "the certificate ran out",
                server => server with { Certificate = Expired });
        }

        yield return Served(
            "CertificateExpired", Smtp, "the certificate ran out", server => server with { Certificate = Expired });
        yield return Served(
            "ClockSkew", Imap, "the certificate is for the future", server => server with { Certificate = Future },
            TlsMode.Implicit);
        yield return Served(
            "CertificateNameMismatch", Imap, "the certificate is for another name",
            server => server with { Certificate = OtherName }, TlsMode.Implicit);
        yield return Served(
            "CertificateUntrusted", Imap, "the certificate is self-signed",
            server => server with { Certificate = SelfSigned }, TlsMode.Implicit);
        yield return new("CertificateUntrusted", Pop3, "the authority is not known", broken =>
            WithServerAsync(Pop3, request => broken ? request with { TrustedRoots = [SelfSigned] } : request));
        yield return Played("TlsHandshakeFailed", Imap, "the handshake is refused", async connection =>
        {
            await connection.ReadSomeAsync();
            await connection.SendAsync([0x15, 3, 3, 0, 2, 2, 40]);
        }, TlsMode.Implicit);
        yield return Played(
            "TlsHandshakeFailed", Pop3, "the server hangs up in the handshake",
            connection => connection.ReadSomeAsync(), TlsMode.Implicit);
    }

    private static IEnumerable<FaultCase> OfTheGreeting()
    {
        yield return Played("WrongProtocol", Imap, "POP3 answers", Saying("+OK ready"));
        yield return Played("WrongProtocol", Submission, "IMAP answers", Saying("* OK [CAPABILITY IMAP4rev1] ready"));
        yield return Played("WrongProtocol", Pop3, "SMTP answers", Saying("220 mail.example ESMTP"));
        yield return Played("WrongProtocol", Submission, "FTP answers", Saying("220 files.example FTP server ready"));
        yield return Played("WrongProtocol", Imap, "SSH answers", Saying("SSH-2.0-OpenSSH_9.2"));
        yield return Played("WrongProtocol", Imap, "a web server answers the handshake", async connection =>
        {
            await connection.ReadSomeAsync();
            await connection.SendAsync("HTTP/1.1 400 Bad Request\r\n");
        }, TlsMode.Implicit);
        yield return Served(
            "ServerBusy", Smtp, "421 in place of a greeting",
            server => server with { Greeting = "421 4.3.2 too many connections" });
        yield return Served(
            "ServerBusy", Pop3, "SYS/TEMP in place of a greeting",
            server => server with { Greeting = "-ERR [SYS/TEMP] try later" });
        yield return Served(
            "ServerBusy", Imap, "BYE in place of a greeting",
            server => server with { Greeting = "* BYE [UNAVAILABLE] try later" });
        yield return Played("ServerBusy", Submission, "the server hangs up at once", _ => Task.CompletedTask);
        yield return Served(
            "Blocklisted", Smtp, "the greeting names a block list",
            server => server with { Greeting = "554 5.7.1 127.0.0.1 is listed, see https://www.spamhaus.org" });
        yield return Served(
            "Blocklisted", Smtp, "a recipient is refused by a block list",
            server => server with { MailboxRefusal = "550 5.7.1 Client host blocked using zen.example" });
    }

    private static IEnumerable<FaultCase> OfTheLogon()
    {
        (string Code, string Fault, string Smtp, string Pop3, string Imap)[] refusals =
        [
            (
                "LogonFailed",
                "wrong password",
                "535 5.7.8 Authentication credentials invalid",
                "-ERR [AUTH] Wrong password",
                "NO [AUTHENTICATIONFAILED] Wrong password"),
            (
                "LogonFailed",
                "wrong password, in old words",
                "535 Error: authentication failed",
                "-ERR Logon failure",
                "NO LOGIN failed"),
            (
                "LogonNeedsTls",
                "a password is refused without TLS",
                "538 5.7.11 Encryption required",
                "-ERR [AUTH] Plaintext authentication needs STLS first",
                "NO [PRIVACYREQUIRED] TLS first"),
            ("AppPasswordRequired", "the provider wants an app password", "534 5.7.9 Application-specific password required.",
                "-ERR [AUTH] Application-specific password required", "NO [ALERT] Application-specific password required (Failure)"),
            (
                "AccountDisabled",
                "the account is switched off",
                "525 5.7.13 Account disabled",
                "-ERR [AUTH] This account has been suspended",
                "NO [CONTACTADMIN] Ask the administrator"),
            (
                "AccountLocked",
                "too many wrong passwords",
                "535 5.7.0 Too many failures, the account is locked",
                "-ERR [AUTH] Account locked",
                "NO Too many failed logons, try again later"),
            ("ProtocolDisabled", "the account may not use the protocol", "535 5.7.139 SmtpClientAuthentication is disabled for the Tenant.",
                "-ERR [AUTH] POP3 access is disabled", "NO [AUTHORIZATIONFAILED] IMAP is disabled for this account"),
            (
                "ServerBusy",
                "the server cannot check passwords now",
                "454 4.7.0 Temporary authentication failure",
                "-ERR [SYS/TEMP] Try again",
                "NO [UNAVAILABLE] Try again"),
        ];
        foreach ((string code, string fault, string smtp, string pop3, string imap) in refusals)
        {
            yield return Served(code, Submission, fault, server => server with { LogonRefusal = smtp });
            yield return Served(code, Pop3, fault, server => server with { LogonRefusal = pop3 });
            yield return Served(code, Imap, fault, server => server with { LogonRefusal = imap });
        }

        foreach (MailProtocol protocol in new[] { Submission, Pop3, Imap })
        {
            yield return Served(
                "LogonMechanismUnsupported", protocol, "no logon is offered inside TLS",
                server => server with { Mechanisms = "", TakesLogin = false });
            yield return Served(
                "LogonMechanismUnsupported", protocol, "only Kerberos is offered",
                server => server with { Mechanisms = "GSSAPI", TakesLogin = false });
            yield return Served(
                "LogonNeedsTls", protocol, "no logon is offered before TLS",
                server => server with { Mechanisms = "", TakesLogin = false }, TlsMode.None);
        }
    }

    private static string RefusedStartTls(MailProtocol protocol) => protocol switch
    {
        Pop3 => "-ERR [SYS/TEMP] TLS is not available now",
        Imap => "NO TLS is not available now",
        _ => "454 4.7.0 TLS not available due to temporary reason",
    };

    private static IEnumerable<FaultCase> OfTheMailbox()
    {
        yield return Served(
            "MailboxFull", Imap, "the quota is used up", server => server with { Quota = (1024, 1024) });
        yield return Served(
            "MailboxFull", Imap, "the mailbox does not open: over quota",
            server => server with { MailboxRefusal = "NO [OVERQUOTA] Full" });
        yield return Served(
            "MailboxLocked", Imap, "the mailbox is in use",
            server => server with { MailboxRefusal = "NO [INUSE] In use" });
        yield return Served(
            "MailboxLocked", Pop3, "the mailbox is in use",
            server => server with { LogonRefusal = "-ERR [IN-USE] Another session has it" });
        (string Code, string Fault, string Refusal)[] refusals =
        [
            ("MailboxFull", "the recipient's mailbox is full", "552 5.2.2 Mailbox full"),
            ("AccountDisabled", "the recipient is switched off", "550 5.2.1 The account is disabled"),
            ("RecipientNotFound", "there is no such recipient", "550 5.1.1 No such user"),
            ("RelayDenied", "the server takes no mail for the domain", "554 5.7.1 Relay access denied"),
            ("Greylisted", "the server wants a second try", "450 4.2.0 Greylisted, see http://postgrey.example"),
            ("ServerBusy", "the server has no room now", "452 4.3.1 Insufficient system storage"),
        ];
        foreach ((string code, string fault, string refusal) in refusals)
        {
            yield return Served(code, Smtp, fault, server => server with { MailboxRefusal = refusal });
            yield return Served(code, Submission, fault, server => server with { MailboxRefusal = refusal });
        }
    }

    /// <summary>A fault that is one setting of an otherwise healthy server.</summary>
    private static FaultCase Served(
        string code, MailProtocol protocol, string fault, Func<FakeMailServer, FakeMailServer> spoil, TlsMode mode =
            TlsMode.StartTls) =>
        new(code, protocol, fault, broken =>
            WithServerAsync(
                protocol, request => request with { TlsMode = mode }, server => broken ? spoil(server) : server, mode));

    /// <summary>A fault that is a dialogue of its own; the control is a healthy server with as little time.</summary>
    private static FaultCase Played(
        string code, MailProtocol protocol, string fault, Func<FaultConnection, Task> script, TlsMode mode =
            TlsMode.StartTls) =>
        new(code, protocol, fault, async broken =>
        {
            if (!broken)
            {
                return await WithServerAsync(protocol, request => request with { TlsMode = mode }, mode: mode);
            }

            await using FaultServer server = new(script);
            ConnectionTestRequest request = Diagnosis.Request(protocol, server.Port, mode).WithLogon();
            return await FindCauseAsync(code == "Timeout" ? request with { Timeout = Short } : request);
        });

    private static async Task<MailTestResult?> WithServerAsync(
        MailProtocol protocol,
        Func<ConnectionTestRequest, ConnectionTestRequest> ask,
        Func<FakeMailServer, FakeMailServer>? change = null,
        TlsMode mode = TlsMode.StartTls)
    {
        FakeMailServer healthy = new(protocol) { Implicit = mode == TlsMode.Implicit };
        await using FaultServer server = (change?.Invoke(healthy) ?? healthy).Start();
        ConnectionTestRequest request = Diagnosis.Request(protocol, server.Port, TlsMode.StartTls);
        request = protocol == Smtp ? request : request.WithLogon();
        return await FindCauseAsync(
            ask(
                protocol is Smtp or Submission
                    ? request with { Recipient = EmailAddress.Parse("ann@example.test") }
                    : request));
    }

    /// <summary>A server that is found by its name.</summary>
    private static Task<MailTestResult?> ByNameAsync(
        Func<LoopbackDns, LoopbackDns> fill, string? nameServer =
            null, string[]? network = null, Registration? registration = null) =>
        InDnsAsync(
            Imap,
            request =>
                request.WithLogon() with { Server = Host, NameServer = nameServer is null ? request.NameServer : [nameServer] },
            fill,
            network,
            registration);

    /// <summary>A server that is found by the MX records of a domain.</summary>
    private static Task<MailTestResult?> ByDomainAsync(
        Func<LoopbackDns, LoopbackDns> fill, Registration? registration = null) =>
        InDnsAsync(
            Smtp,
            request =>
                request with { MailDomain = DomainName.Parse("example.test"), Recipient = EmailAddress.Parse("ann@example.test") },
            fill,
            null,
            registration);

    private static async Task<MailTestResult?> InDnsAsync(
        MailProtocol protocol, Func<ConnectionTestRequest, ConnectionTestRequest> ask, Func<LoopbackDns, LoopbackDns> fill, string[]? network, Registration? registration)
    {
        using X509Certificate2 certificate = TestCertificates.Issue(Host);
        await using FaultServer server = new FakeMailServer(protocol) { Certificate = certificate }.Start();
        using LoopbackDns dns = new();
        _ = fill(dns);
        ConnectionTestRequest request = ask(
            Diagnosis.Request(
                protocol, server.Port, TlsMode.StartTls) with { ConnectAddress = null, NameServer = [dns.Address] });
        ConnectionTest test = new(TimeProvider.System, new SystemHostResolver())
        {
            Network = new FixedNetwork(network ?? [OwnAddress]),
            Registry = registration,
        };
        return RootCauseRule.Find(await test.RunAsync(request, TestContext.Current.CancellationToken).ToListAsync(
            TestContext.Current.CancellationToken));
    }

    private static LoopbackDns WithHost(LoopbackDns dns) => dns.Host(Host, "127.0.0.1");

    private static LoopbackDns WithExchanger(LoopbackDns dns) => WithHost(dns).Mx("example.test", 10, Host);

    /// <summary>A port whose packets are dropped: Linux does that when nobody takes what waits.</summary>
    private static async Task<MailTestResult?> FilteredAsync()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        int port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        using Socket waiting = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await waiting.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        return await FindCauseAsync(Diagnosis.Request(Imap, port, TlsMode.StartTls) with { Timeout = Short });
    }

    private static async Task<MailTestResult?> FindCauseAsync(ConnectionTestRequest request) =>
        RootCauseRule.Find(await request.RunAsync());

    private static Func<FaultConnection, Task> Saying(string line) => async connection =>
    {
        await connection.SendAsync(line);
        await connection.DrainAsync();
    };

    private static int ClosedPort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A registry that knows one thing about every domain.</summary>
    private sealed class Registration(int daysLeft, string status) : IDomainRegistry
    {
        public Task<DomainRegistration?> FindAsync(DomainName domain, CancellationToken cancellationToken) =>
            Task.FromResult<DomainRegistration?>(
                new("Registrar Ltd", null, TimeProvider.System.GetUtcNow().AddDays(daysLeft), [status]));
    }
}
