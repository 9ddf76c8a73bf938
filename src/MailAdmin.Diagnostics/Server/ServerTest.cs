using System.Runtime.CompilerServices;
using MailAdmin.Contracts;
using MailAdmin.Diagnostics.Texts;
using MailAdmin.Diagnostics.Wire;

namespace MailAdmin.Diagnostics.Server;

/// <summary>Looks at the own server from inside and from the wire: listeners, certificates, disk, store, queue and clock.</summary>
public sealed class ServerTest(TimeProvider timeProvider, IHostResolver resolver)
{
    /// <summary>Makes the checks; each result comes as soon as it is known.</summary>
    public async IAsyncEnumerable<MailTestResult> RunAsync(
        IMailAdministration administration, ServerTestRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MailStore store = await administration.GetStoreAsync(cancellationToken);
        IReadOnlyList<MailListener> listeners = await administration.GetListenersAsync(new ListenerFilter(), cancellationToken);
        FindingWriter writer = new(request.Culture, store.HostName, store.HostName, request.Timeout);
        StoreChecks checks = new(request, timeProvider);

        yield return writer.Write(MailTestLayer.Network, "Clock", checks.JudgeClock(store, listeners));
        yield return writer.Write(MailTestLayer.Port, "Listeners", JudgeListeners(request, listeners));

        List<(ListenerCheck Check, Task<MailTestResult> Reached)> reached = [.. listeners.Select(listener =>
        {
            ListenerCheck check = new(listener, request, resolver, timeProvider);
            return (check, ReachAsync(check, writer, cancellationToken));
        })];
        foreach ((ListenerCheck check, Task<MailTestResult> result) in reached)
        {
            yield return await result;
            if (check.JudgeCertificate() is { } certificate)
            {
                yield return writer.Write(MailTestLayer.Tls, "Certificate", certificate, check.At);
            }
        }

        yield return writer.Write(MailTestLayer.Mailbox, "Disk", checks.JudgeDisk(store));
        yield return await TimeAsync(writer, MailTestLayer.Relay, "Queue", () => checks.CheckQueueAsync(administration, cancellationToken));
        yield return await TimeAsync(writer, MailTestLayer.Mailbox, "Store", () => checks.CheckStoreAsync(administration, cancellationToken));
    }

    /// <summary>Without the port for other servers no mail comes in; without the others no person gets at it.</summary>
    private static CheckOutcome JudgeListeners(ServerTestRequest request, IReadOnlyList<MailListener> listeners)
    {
        // Ports below 1024 need a right that an ordinary user has on Windows only.
        string offset = OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess ? "" : " -PortOffset 8000";
        if (listeners.Count == 0)
        {
            return CheckOutcome.Fail(MailTestCode.ListenerMissing) with { FixCommand = $"Start-MailListener{offset}{request.CommandSuffix}" };
        }

        List<MailProtocol> missing = [.. new[] { MailProtocol.Smtp, MailProtocol.Submission }.Where(protocol => listeners.All(listener => listener.Protocol != protocol))];
        if (listeners.All(listener => listener.Protocol is not (MailProtocol.Imap or MailProtocol.Pop3)))
        {
            missing.Add(MailProtocol.Imap);
        }

        string names = string.Join(", ", missing);
        return missing.Count == 0
            ? CheckOutcome.Pass("Listeners", ("count", listeners.Count.ToString(request.Culture)))
            : CheckOutcome.Warn(MailTestCode.ListenerMissing, "Some", ("missing", names)) with
            {
                FixCommand = $"Start-MailListener -Protocol {names}{offset}{request.CommandSuffix}",
            };
    }

    private async Task<MailTestResult> ReachAsync(ListenerCheck check, FindingWriter writer, CancellationToken cancellationToken)
    {
        Transcript transcript = new();
        long started = timeProvider.GetTimestamp();
        CheckOutcome outcome = await check.ReachAsync(transcript, cancellationToken);
        return writer.Write(MailTestLayer.Port, "Listener", outcome, check.At, transcript.TakeNew(), timeProvider.GetElapsedTime(started));
    }

    private async Task<MailTestResult> TimeAsync(FindingWriter writer, MailTestLayer layer, string check, Func<Task<CheckOutcome>> work)
    {
        long started = timeProvider.GetTimestamp();
        CheckOutcome outcome = await work();
        return writer.Write(layer, check, outcome, latency: timeProvider.GetElapsedTime(started));
    }
}
