using MailAdmin.Dns;
using MailAdmin.Server.Outbound.Smtp;

namespace MailAdmin.Server.Outbound;

/// <summary>Why a next hop did not take a message, before a recipient was named.</summary>
/// <param name="StatusCode">The enhanced status code. RFC 3463</param>
/// <param name="Reason">In words.</param>
/// <param name="Host">The host that was tried last; null: none.</param>
/// <param name="Address">Its address.</param>
/// <param name="Reply">What it said; null: nothing.</param>
/// <param name="ConcernsAll">Whether other messages would fare the same, not only one with special wishes.</param>
internal sealed record HopFailure(string StatusCode, string Reason, string? Host, string? Address, RemoteReply? Reply, bool ConcernsAll)
{
    public bool IsPermanent => StatusCode.StartsWith('5');

    public static HopFailure From(RouteFailure failure) => new(failure.StatusCode, failure.Reason, null, null, null, ConcernsAll: true);

    public static HopFailure From(SmtpFailure failure, SessionTarget target) => new(
        failure.StatusCode, failure.Message, target.Host, target.Address.ToString(), failure.Reply, failure.Kind != SmtpFailureKind.RequireTls);
}
