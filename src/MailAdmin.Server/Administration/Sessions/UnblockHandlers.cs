using System.Net;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Arguments;
using MailAdmin.Server.Logon;
using MailAdmin.Texts;

namespace MailAdmin.Server.Administration.Sessions;

/// <summary>Ends blocks of addresses and the slowing down of accounts before their time.</summary>
internal sealed class UnblockHandlers(LogonThrottle throttle, LogonRules rules)
    : IRequestHandler<UnblockAddress, NoResult>, IRequestHandler<UnblockAccount, NoResult>
{
    // Get-MailLogonBlock shows the network of IPv6 addresses.
    private const string NetworkSuffix = "/64";

    public Task<NoResult> HandleAsync(UnblockAddress request, CancellationToken cancellationToken)
    {
        string text = request.ClientAddress.EndsWith(NetworkSuffix, StringComparison.Ordinal)
            ? request.ClientAddress[..^NetworkSuffix.Length]
            : request.ClientAddress;
        if (!IPAddress.TryParse(text, out IPAddress? address))
        {
            throw Argument.Invalid(
                nameof(request.ClientAddress), request.ClientAddress, MailText.Of("Reason.NotAClientAddress"));
        }

        return throttle.Remove(address)
            ? Task.FromResult(NoResult.Value)
            : throw MailException.Of(MailError.LogonBlockNotFound, request.ClientAddress);
    }

    public async Task<NoResult> HandleAsync(UnblockAccount request, CancellationToken cancellationToken)
    {
        (_, string name) = await rules.FindAsync(request.Account, cancellationToken);
        return throttle.Remove(name)
            ? NoResult.Value
            : throw MailException.Of(MailError.LogonBlockNotFound, request.Account);
    }
}
