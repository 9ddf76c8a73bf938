using MailAdmin.Diagnostics.Local;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>Explains why our own server does not accept mail for an address of its own, or from an account.</summary>
internal static class LocalDelivery
{
    /// <summary>The cause; null when the store knows none.</summary>
    public static CheckOutcome? Explain(CheckOutcome outcome, ConnectionTestRequest request)
    {
        if (outcome.Status == MailTestStatus.Fail
            && request is { Protocol: MailProtocol.Submission, LocalUser: { Account.ReceiveOnly: true } sender })
        {
            return LocalRepair.OfReceiveOnly(sender, request);
        }

        if (request.LocalRecipient is not { } recipient)
        {
            return null;
        }

        // The room of a domain is checked when a message is stored, not when its recipient is named.
        return outcome.Status switch
        {
            MailTestStatus.Fail => OfAddress(recipient, outcome, request) ?? OfDomainRoom(recipient, request),
            MailTestStatus.Pass => OfDomainRoom(recipient, request),
            _ => null,
        };
    }

    private static CheckOutcome? OfAddress(LocalAddress at, CheckOutcome outcome, ConnectionTestRequest request)
    {
        if (!at.Domain.Enabled)
        {
            return LocalRepair.OfDisabledDomain(at, request);
        }

        CheckOutcome? own = at.Kind switch
        {
            LocalAddressKind.Account => OfAccount(at, at.Account!, request),
            LocalAddressKind.Alias => at.Enabled ? null : OfDisabledList(at, "AliasDisabled", "Set-MailAlias", request),
            LocalAddressKind.Group => OfGroup(at, outcome, request),
            _ => at.Targets.Count > 0 ? null
                : LocalRepair.OfMissingAccount(at, request, MailTestCode.RecipientNotFound),
        };
        return own ?? FirstOf(at.Targets, target => OfAddress(target, outcome, request));
    }

    private static CheckOutcome? OfAccount(LocalAddress at, MailAccount account, ConnectionTestRequest request)
    {
        if (!account.Enabled)
        {
            return LocalRepair.OfDisabledAccount(at, request);
        }

        string address = CommandText.Quote(at.Address.ToString());
        return account.SendOnly
            ? LocalRepair.Fail(
                at,
                request,
                MailTestCode.AccountDisabled,
                "SendOnly",
                $"Set-MailAccount -Address {address} -SendOnly:$false")
            : LocalRepair.OfFullAccount(at, request);
    }

    private static CheckOutcome? OfGroup(LocalAddress at, CheckOutcome outcome, ConnectionTestRequest request)
    {
        if (!at.Enabled)
        {
            return OfDisabledList(at, "GroupDisabled", "Set-MailGroup", request);
        }

        string address = CommandText.Quote(at.Address.ToString());
        return outcome.Code == MailTestCode.RelayDenied && at.PostPermission != PostPermission.Anyone
            ? LocalRepair.Fail(
                at, request, MailTestCode.RelayDenied, "Group", $"Get-MailGroup -Address {address}")
            : null;
    }

    private static CheckOutcome OfDisabledList(
        LocalAddress at, string variant, string cmdlet, ConnectionTestRequest request) => LocalRepair.Fail(
            at,
            request,
            MailTestCode.RecipientNotFound,
            variant,
            $"{cmdlet} -Address {CommandText.Quote(at.Address.ToString())} -Disabled:$false");

    private static CheckOutcome? OfDomainRoom(LocalAddress at, ConnectionTestRequest request) =>
        LocalRepair.OfFullDomain(at, request) ?? FirstOf(at.Targets, target => OfDomainRoom(target, request));

    private static CheckOutcome? FirstOf(IReadOnlyList<LocalAddress> targets, Func<LocalAddress, CheckOutcome?> find) =>
        targets.Select(find).FirstOrDefault(found => found is not null);
}
