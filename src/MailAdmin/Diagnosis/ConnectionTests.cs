using System.Runtime.CompilerServices;
using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Connection;
using MailAdmin.Diagnostics.Local;
using MailAdmin.Diagnostics.Providers;
using MailAdmin.Diagnostics.Registration;

namespace MailAdmin.Diagnosis;

/// <summary>
/// The one place that names the diagnosis, whose assembly is loaded when it is first used. Turns a question into the
/// ports to test.
/// </summary>
internal static class ConnectionTests
{
    private const int MaxPorts = 4;
    private static readonly MailProtocol[] OfPrograms = [MailProtocol.Submission, MailProtocol.Pop3, MailProtocol.Imap];

    /// <summary>
    /// Tests the ports of a target, and gives their results in order. Without a password side by side; with one after
    /// the other, since some servers let an account in only once at a time.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async IAsyncEnumerable<MailTestResult> RunAsync(
        ConnectionQuestion question, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        LocalServer? local = await FindLocalAsync(question, cancellationToken);
        ConnectionTest test = new(TimeProvider.System, new SystemHostResolver())
        {
            Registry = new RegistrationQuery(question.RdapServer, question.Timeout),
        };
        RunningTests running = new(question.Credential is null ? MaxPorts : 1);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            foreach (ConnectionTestRequest request in await RequestsAsync(question, local, cancellationToken))
            {
                running.Start(question.Target, token => test.RunAsync(request, token), ending.Token);
            }

            while (running.Count > 0)
            {
                RunningTest next = running.TakeNext();
                await foreach (MailTestResult result in next.Results.ReadAllAsync(cancellationToken))
                {
                    yield return result;
                }

                await next.Work;
            }
        }
        finally
        {
            await ending.CancelAsync();
        }
    }

    /// <summary>All results of a target as one object.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static MailTestSummary Summarize(string target, IReadOnlyList<MailTestResult> results) =>
        RootCauseRule.Summarize(target, results);

    private static Task<LocalServer?> FindLocalAsync(ConnectionQuestion question, CancellationToken cancellationToken)
    {
        if (question.StorePath is null)
        {
            return Task.FromResult<LocalServer?>(null);
        }

        // About another server the store has nothing to say that is worth waiting for.
        TimeSpan? maxWait = question.Server is null ? null : question.Timeout;
        OptionalStore store = new(question.StorePath, maxWait, question.IsStoreGiven);
        return LocalServers.FindAsync(
            store, question.Address, question.Credential?.UserName, cancellationToken);
    }

    private static async ValueTask<IReadOnlyList<ConnectionTestRequest>> RequestsAsync(
        ConnectionQuestion question, LocalServer? local, CancellationToken cancellationToken)
    {
        if (question.Server is { } server)
        {
            return [.. ServerRequests(question, server, local?.IsMe(server) == true ? local : null)];
        }

        if (local is { Recipient: not null })
        {
            return [.. LocalRequests(question, local)];
        }

        // Who gives a password wants to log on; else the question is whether mail arrives.
        MailProtocol[] protocols = question.Protocol.Count > 0 ? [.. question.Protocol]
            : question.Credential is null ? [MailProtocol.Smtp]
            : [];
        return protocols is [MailProtocol.Smtp]
            ? [DeliveryRequest(question)]
            : await ProgramRequestsAsync(question, protocols, cancellationToken);
    }

    /// <summary>The way of mail to a domain of others: the server of its MX records.</summary>
    private static ConnectionTestRequest DeliveryRequest(ConnectionQuestion question)
    {
        EmailAddress address = question.Address!;
        int port = question.Port ?? StandardPorts.For(MailProtocol.Smtp, question.TlsMode).Port;
        return Request(
            question,
            MailProtocol.Smtp,
            port,
            null) with { Server = address.Domain.Ascii, MailDomain = address.Domain };
    }

    /// <summary>
    /// The servers that people's programs use at a domain of others, as the domain, its provider or a guess says.
    /// </summary>
    private static async ValueTask<IReadOnlyList<ConnectionTestRequest>> ProgramRequestsAsync(
        ConnectionQuestion question, MailProtocol[] protocols, CancellationToken cancellationToken)
    {
        EmailAddress address = question.Address!;
        IReadOnlyList<MailServerSetting> settings =
            await ServerSearch.FindAsync(address, question.NameServer, question.Timeout, cancellationToken);
        List<ConnectionTestRequest> requests = [];
        foreach (
            MailProtocol protocol in protocols.Length > 0
                ? protocols
                : [.. settings.Select(setting => setting.Protocol).Distinct()])
        {
            MailServerSetting? setting = settings.FirstOrDefault(candidate => candidate.Protocol == protocol
                && (question.TlsMode == TlsMode.Auto || candidate.TlsMode == question.TlsMode));
            if (protocol == MailProtocol.Smtp)
            {
                requests.Add(DeliveryRequest(question));
            }
            else if (setting is not null)
            {
                requests.Add(
                    Request(
                        question,
                        protocol,
                        question.Port ?? setting.Port,
                        null) with { Server = setting.Server, TlsMode = setting.TlsMode });
            }
        }

        return requests.Count > 0 ? requests : throw MailException.Of(
            MailError.ServerNotFound.As("Protocol"), address, address.Domain, string.Join(
                ", ", protocols.Length == 0 ? OfPrograms : protocols));
    }

    private static IEnumerable<ConnectionTestRequest> ServerRequests(
        ConnectionQuestion question, string server, LocalServer? local)
    {
        foreach (MailProtocol protocol in ProtocolsOf(question, local))
        {
            int port = question.Port ?? StandardPorts.For(protocol, question.TlsMode).Port;
            yield return Request(question, protocol, port, local) with
            {
                Server = server,
                // For an address of its own the store has named this server, whose name the DNS need not know.
                ConnectAddress = local?.Recipient is not null && local.FindListener(port) is { } listener
                    ? LocalServer.AddressOf(listener)
                    : null,
            };
        }
    }

    private static IEnumerable<MailProtocol> ProtocolsOf(ConnectionQuestion question, LocalServer? local)
    {
        if (question.Protocol.Count > 0)
        {
            return question.Protocol;
        }

        if (question.Port is not { } port)
        {
            return OfPrograms;
        }

        MailProtocol? known = local?.FindListener(port)?.Protocol
            ?? StandardPorts.ByNumber(port)?.Protocol;
        return known is { } protocol
            ? [protocol]
            : throw MailException.Of(MailError.InvalidArgument.As("PortWithoutProtocol"), port);
    }

    /// <summary>One port for each protocol: the one that fits, before all one with TLS from the start.</summary>
    private static IEnumerable<ConnectionTestRequest> LocalRequests(ConnectionQuestion question, LocalServer local)
    {
        // Without a listener for other servers no mail arrives, whatever else works.
        IEnumerable<MailProtocol> protocols = question.Protocol.Count > 0
            ? question.Protocol
            : local.Listeners.Select(listener => listener.Protocol).Append(MailProtocol.Smtp).Distinct().Order();
        foreach (MailProtocol protocol in protocols)
        {
            MailListener? listener = local.Listeners
                .Where(candidate => candidate.Protocol == protocol
                    && (question.Port is null || candidate.Port == question.Port)
                    && (question.TlsMode == TlsMode.Auto || candidate.TlsMode == question.TlsMode))
                .MaxBy(candidate => candidate.TlsMode);
            int port = listener?.Port ?? question.Port ?? StandardPorts.For(protocol, question.TlsMode).Port;
            yield return Request(question, protocol, port, local) with
            {
                Server = local.HostName,
                // Port 25 is for other servers, who do not log on; only who asks for just that is told so.
                Credential = protocol == MailProtocol.Smtp && question.Protocol.Count != 1 ? null : question.Credential,
                ConnectAddress = listener is null ? System.Net.IPAddress.Loopback : LocalServer.AddressOf(listener),
                HasListener = listener is not null || question.Port is not null,
            };
        }
    }

    private static ConnectionTestRequest Request(
        ConnectionQuestion question, MailProtocol protocol, int port, LocalServer? local) =>
        new()
    {
        Target = question.Target,
        Server = question.Target,
        Protocol = protocol,
        Port = port,
        TlsMode = question.TlsMode,
        Credential = question.Credential,
        Recipient = question.Address,
        Timeout = question.Timeout,
        SkipCertificateCheck = question.SkipCertificateCheck,
        ContinueAfterFailure = question.ContinueAfterFailure,
        NameServer = question.NameServer,
        Culture = question.Culture,
        IsLocalStore = local is not null,
        LocalUser = local?.User,
        LocalRecipient = local?.Recipient,
        CommandSuffix = local is not null && question.IsStoreGiven
            ? StoreArguments.For(question.StorePath!)
            : "",
        KnownEndPoints =
        [
            .. (local?.Listeners ?? [])
                .Select(listener => new KnownEndPoint(listener.Protocol, listener.Port, listener.TlsMode))
        ],
        KnownThumbprint = local?.FindListener(port)?.CertificateThumbprint,
    };
}
