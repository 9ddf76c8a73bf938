using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;
using DnsName = ARSoft.Tools.Net.DomainName;

namespace MailAdmin.Tests.Dns;

/// <summary>A name server on loopback, over UDP and TCP, that knows what a test tells it.</summary>
internal sealed class LoopbackDns : IDisposable
{
    public const int Ttl = 300;
    public const int NegativeTtl = 60;

    private readonly ConcurrentDictionary<(string Name, RecordType Type), List<DnsRecordBase>> records = new();
    private readonly ConcurrentDictionary<string, bool> names = new();
    private readonly ConcurrentDictionary<string, bool> failing = new();
    private readonly DnsServer server;

    public LoopbackDns()
    {
        (IPEndPoint endPoint, IServerTransport[] transports) = Bind();
        server = new DnsServer(transports);
        server.QueryReceived += AnswerAsync;
        server.Start();
        Address = endPoint.ToString();
    }

    public string Address { get; }

    public ConcurrentQueue<(string Name, string Type, bool IsTcp)> Questions { get; } = new();

    public LoopbackDns Mx(string name, int preference, string exchange) =>
        Add(name, new MxRecord(Name(name), Ttl, (ushort)preference, exchange == "." ? DnsName.Root : Name(exchange)));

    public LoopbackDns Host(string name, params string[] addresses)
    {
        foreach (IPAddress address in addresses.Select(IPAddress.Parse))
        {
            Add(name, address.AddressFamily == AddressFamily.InterNetwork ? new ARecord(
                Name(name), Ttl, address) : new AaaaRecord(Name(name), Ttl, address));
        }

        names[name] = true;
        return this;
    }

    public LoopbackDns Alias(string name, string target) => Add(name, new CNameRecord(Name(name), Ttl, Name(target)));

    // A string of a TXT record has at most 255 octets.
    public LoopbackDns Text(string name, params string[] strings) =>
        Add(name, new TxtRecord(
            Name(name), Ttl, strings.SelectMany(text => text.Chunk(255)).Select(part => new string(part))));

    public LoopbackDns Service(string name, int priority, int weight, int port, string target) =>
        Add(
            name,
            new SrvRecord(
                Name(name),
                Ttl,
                (ushort)priority,
                (ushort)weight,
                (ushort)port,
                target == "." ? DnsName.Root : Name(target)));

    public LoopbackDns Tlsa(string name, int usage, int selector, int matching, byte[] data) =>
        Add(name, new TlsaRecord(
        Name(name), Ttl, (TlsaRecord.TlsaCertificateUsage)usage, (TlsaRecord.TlsaSelector)selector, (TlsaRecord.TlsaMatchingType)matching, data));

    public LoopbackDns Pointer(string address, string name)
    {
        string reversed = IPAddress.Parse(address).GetReverseLookupAddress().TrimEnd('.');
        return Add(reversed, new PtrRecord(Name(reversed), Ttl, Name(name)));
    }

    public LoopbackDns NameServer(string name, string server) => Add(name, new NsRecord(Name(name), Ttl, Name(server)));

    public LoopbackDns Failing(string name)
    {
        failing[name] = true;
        return this;
    }

    public LoopbackDns Working(string name)
    {
        failing.TryRemove(name, out _);
        return this;
    }

    public void Dispose()
    {
        try
        {
            server.Stop();
        }
        catch (AggregateException stopped) when (stopped.InnerExceptions.All(
            inner => inner is OperationCanceledException))
        {
            // It was still starting.
        }
    }

    private static DnsName Name(string text) => DnsName.Parse(text);

    private LoopbackDns Add(string name, DnsRecordBase record)
    {
        names[name] = true;
        records.GetOrAdd((name, record.RecordType), _ => []).Add(record);
        return this;
    }

    private Task AnswerAsync(object sender, QueryReceivedEventArgs arguments)
    {
        DnsMessage query = (DnsMessage)arguments.Query;
        DnsMessage response = query.CreateResponseInstance();
        DnsQuestion question = query.Questions[0];
        string name = question.Name.ToString().TrimEnd('.').ToLowerInvariant();
        Questions.Enqueue(
            (
                name,
                question.RecordType.ToString().ToUpperInvariant(),
                arguments.TransportProtocol == TransportProtocol.Tcp));
        response.ReturnCode = ReturnCode.NoError;
        while (records.TryGetValue((name, RecordType.CName), out List<DnsRecordBase>? alias))
        {
            response.AnswerRecords.AddRange(alias);
            name = ((CNameRecord)alias[0]).CanonicalName.ToString().TrimEnd('.').ToLowerInvariant();
        }

        if (failing.ContainsKey(name))
        {
            response.ReturnCode = ReturnCode.ServerFailure;
        }
        else if (records.TryGetValue((name, question.RecordType), out List<DnsRecordBase>? found))
        {
            response.AnswerRecords.AddRange(found);
        }
        else
        {
            response.ReturnCode = names.ContainsKey(name) ? ReturnCode.NoError : ReturnCode.NxDomain;
            response.AuthorityRecords.Add(new SoaRecord(
                Name("test"), Ttl, Name("ns.test"), Name("admin.test"), 1, 3_600, 600, 86_400, NegativeTtl));
        }

        arguments.Response = response;
        return Task.CompletedTask;
    }

    // One number for both protocols, as name servers have it.
    private static (IPEndPoint EndPoint, IServerTransport[] Transports) Bind()
    {
        while (true)
        {
            IPEndPoint endPoint = new(IPAddress.Loopback, FreePort());
            BoundTransport? udp = null;
            try
            {
                udp = new BoundTransport(new UdpServerTransport(endPoint));
                return (endPoint, [udp, new BoundTransport(new TcpServerTransport(endPoint))]);
            }
            catch (SocketException)
            {
                // Somebody has taken one of them meanwhile; the next one.
                udp?.Close();
            }
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
