using MailAdmin.Diagnostics.Wire;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>Searches for the port at which a protocol answers when it is not where it was expected.</summary>
internal static class PortSearch
{
    /// <summary>The first of the likely ports at which the protocol answers; null when none does.</summary>
    public static async Task<KnownEndPoint?> FindAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        ConnectionTestRequest request = context.Request;
        if ((context.ConnectedAddress ?? (context.Candidates is [var first, ..] ? first : null)) is not { } address)
        {
            return null;
        }

        // A search for advice must not take longer than the check that failed.
        TimeSpan timeout = request.Timeout < Timeouts.Guess ? request.Timeout : Timeouts.Guess;
        KnownEndPoint[] likely = [.. LikelyPorts(request)];
        ServiceKind[] services = await Task.WhenAll(likely.Select(point => PortRecognizer.RecognizeAsync(
            address, point.Port, point.TlsMode, timeout, context.TimeProvider, cancellationToken)));
        int found = Array.IndexOf(services, ServiceRecognizer.KindOf(request.Protocol));
        return found < 0 ? null : likely[found];
    }

    private static IEnumerable<KnownEndPoint> LikelyPorts(ConnectionTestRequest request)
    {
        IEnumerable<KnownEndPoint> standard = request.SearchStandardPorts ? StandardPorts.All : [];
        return request.KnownEndPoints.Concat(standard)
            .Where(point => MayReplace(point.Protocol, request) && point.Port != request.Port)
            .OrderBy(point => point.Protocol == request.Protocol ? 0 : 1)
            .DistinctBy(point => point.Port);
    }

    /// <summary>Submission is SMTP at another port; only mail between servers has but the one.</summary>
    private static bool MayReplace(MailProtocol protocol, ConnectionTestRequest request) =>
        protocol == request.Protocol
        || (request.MailDomain is null && protocol is MailProtocol.Smtp or MailProtocol.Submission
            && request.Protocol is MailProtocol.Smtp or MailProtocol.Submission);
}
