using System.Runtime.CompilerServices;
using MailAdmin.Diagnostics.Texts;
using MailAdmin.Requests;

namespace MailAdmin.Diagnostics.Server;

/// <summary>Tests the local server: listeners, certificates, disk, store, queue and clock.</summary>
public sealed class ServerTest(TimeProvider timeProvider, IHostResolver resolver)
{
    /// <summary>Runs the checks; each result comes as soon as it is known.</summary>
    public async IAsyncEnumerable<MailTestResult> RunAsync(
        IMailAdministration administration,
        ServerTestRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MailStore store = await administration.SendAsync(new GetStore(), cancellationToken);
        IReadOnlyList<MailListener> listeners =
            await administration.SendAsync(new GetListeners(new ListenerFilter()), cancellationToken);
        ResultWriter writer = new(request.Culture, store.HostName, store.HostName, request.Timeout);
        StoreChecks checks = new(administration, request, timeProvider);

        yield return writer.Write(MailTestLayer.Network, "Clock", checks.EvaluateClock(store, listeners));
        yield return writer.Write(MailTestLayer.Port, "Listeners", EvaluateListeners(request, listeners));

        List<(ListenerCheck Check, Task<MailTestResult> Connected)> connecting =
        [
            .. listeners.Select(listener =>
            {
                ListenerCheck check = new(listener, request, resolver, timeProvider);
                return (check, MeasureAsync(
                    writer, MailTestLayer.Port, "Listener", () => check.ConnectAsync(cancellationToken), check.At));
            }),
        ];
        foreach ((ListenerCheck check, Task<MailTestResult> connected) in connecting)
        {
            yield return await connected;
            if (check.EvaluateCertificate() is { } certificate)
            {
                yield return writer.Write(MailTestLayer.Tls, "Certificate", certificate, check.At);
            }
        }

        yield return writer.Write(MailTestLayer.Mailbox, "Disk", checks.EvaluateDisk(store));
        yield return await MeasureAsync(
            writer, MailTestLayer.Relay, "Queue", () => checks.CheckQueueAsync(cancellationToken));
        yield return await MeasureAsync(
            writer, MailTestLayer.Mailbox, "Store", () => checks.CheckStoreAsync(store, cancellationToken));
    }

    /// <summary>Mail arrives by the listener for other servers, and people read and send it by the others.</summary>
    private static CheckOutcome EvaluateListeners(ServerTestRequest request, IReadOnlyList<MailListener> listeners)
    {
        // Ports below 1024 need a privilege that an ordinary user has on Windows only.
        string offset = OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess ? "" : " -PortOffset 8000";
        if (listeners.Count == 0)
        {
            return CheckOutcome.Fail(MailTestCode.ListenerMissing) with
            {
                FixCommand = $"Start-MailListener{offset}{request.CommandSuffix}",
            };
        }

        HashSet<MailProtocol> present = [.. listeners.Select(listener => listener.Protocol)];
        MailProtocol reading = present.Contains(MailProtocol.Pop3) ? MailProtocol.Pop3 : MailProtocol.Imap;
        MailProtocol[] needed = [MailProtocol.Smtp, MailProtocol.Submission, reading];
        string missing = string.Join(", ", needed.Where(protocol => !present.Contains(protocol)));
        return missing.Length == 0
            ? CheckOutcome.Pass("Listeners", ("count", listeners.Count.ToString(request.Culture)))
            : CheckOutcome.Warn(MailTestCode.ListenerMissing, "Some", ("missing", missing)) with
            {
                FixCommand = $"Start-MailListener -Protocol {missing}{offset}{request.CommandSuffix}",
            };
    }

    private async Task<MailTestResult> MeasureAsync(
        ResultWriter writer,
        MailTestLayer layer,
        string check,
        Func<Task<CheckOutcome>> work,
        KnownEndPoint? at = null)
    {
        long started = timeProvider.GetTimestamp();
        CheckOutcome outcome = await work();
        return writer.Write(layer, check, outcome, at, timeProvider.GetElapsedTime(started));
    }
}
