using System.Net;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Arguments;
using MailAdmin.Server.Logon;
using MailAdmin.Server.Network;

namespace MailAdmin.Server.Administration.Sessions;

internal sealed class GetLogonBlocksHandler(IDirectory directory, LogonThrottle throttle)
    : IRequestHandler<GetLogonBlocks, IReadOnlyList<MailLogonBlock>>
{
    public async Task<IReadOnlyList<MailLogonBlock>> HandleAsync(
        GetLogonBlocks request, CancellationToken cancellationToken)
    {
        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken);
        Func<string?, bool> isAddress = AddressFilter(request.ClientAddress);
        Func<string?, bool> isAccount = AccountFilter(request.Account);
        return
        [
            .. throttle.List(settings.LogonFailureLimit)
                .Where(block => isAddress(block.ClientAddress) && isAccount(block.Account)),
        ];
    }

    private static Func<string?, bool> AddressFilter(string? wanted)
    {
        if (wanted is null)
        {
            return static _ => true;
        }

        if (IPAddress.TryParse(wanted, out IPAddress? address))
        {
            string key = ClientAddress.Show(ClientAddress.KeyOf(address));
            return text => text == key;
        }

        NamePattern pattern = NamePattern.OfName(wanted);
        return text => text is not null && pattern.Matches(text);
    }

    private static Func<string?, bool> AccountFilter(string? wanted)
    {
        if (wanted is null)
        {
            return static _ => true;
        }

        NamePattern pattern = NamePattern.OfName(wanted);
        return text => text is not null && pattern.Matches(text);
    }
}
