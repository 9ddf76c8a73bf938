using System.Diagnostics;
using MailAdmin.Requests;
using MailAdmin.Server.Ownership;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Benchmarks.Soak;

/// <summary>The server of the soak run: a process of its own, so that nothing of the clients is in its figures.</summary>
internal sealed class SoakServer : IDisposable
{
    private static readonly MailProtocol[] Protocols =
        [MailProtocol.Smtp, MailProtocol.Submission, MailProtocol.Pop3, MailProtocol.Imap];

    private readonly Process process;
    private readonly Dictionary<MailProtocol, int> ports;

    private SoakServer(Process process, int[] ports)
    {
        this.process = process;
        this.ports = Protocols.Zip(ports).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    public int PortOf(MailProtocol protocol) => ports[protocol];

    /// <summary>Starts this program again, as the server of a store.</summary>
    public static async Task<SoakServer> StartAsync(string store)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList = { "soak-server", "--store", store },
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Insert(0, typeof(SoakServer).Assembly.Location);
        }

        Process process = Process.Start(start)!;
        string line = await process.StandardOutput.ReadLineAsync() ?? "";
        return new SoakServer(process, [.. line.Split(' ').Skip(1).Select(int.Parse)]);
    }

    /// <summary>What it uses now: memory in bytes, open files and sockets, threads.</summary>
    public SoakSample Measure()
    {
        process.Refresh();
        string descriptors = $"/proc/{process.Id}/fd";
        int handles = Directory.Exists(descriptors)
            ? Directory.GetFileSystemEntries(descriptors).Length
            : process.HandleCount;
        return new SoakSample(process.WorkingSet64, handles, process.Threads.Count);
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>Serves until its standard input ends.</summary>
    public static async Task RunAsync(ScenarioArguments arguments, TextWriter output)
    {
        await using StoreHub hub = new(TimeProvider.System, NullLoggerFactory.Instance);
        await using StoreLease lease = await hub.AcquireAsync(
            arguments.Text("store")!, StoreUse.HostListeners, CancellationToken.None);
        List<int> opened = [];
        foreach (MailProtocol protocol in Protocols)
        {
            StartListeners request =
                new() { Protocol = [protocol], TlsMode = TlsMode.None, Port = 0, AllowPlaintextLogin = true };
            opened.Add((await lease.Administration.SendAsync(request, CancellationToken.None))[0].Port);
        }

        await output.WriteLineAsync("READY " + string.Join(' ', opened));
        await output.FlushAsync();
        await Console.In.ReadToEndAsync();
    }
}

/// <summary>What a process uses at a moment.</summary>
internal readonly record struct SoakSample(long Memory, int Handles, int Threads);
