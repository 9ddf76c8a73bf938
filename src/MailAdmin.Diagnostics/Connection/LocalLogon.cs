using MailAdmin.Diagnostics.Local;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>Explains why a logon to our own server was refused, or would be.</summary>
internal static class LocalLogon
{
    /// <summary>The cause; null when the store knows none.</summary>
    public static CheckOutcome? Explain(CheckOutcome outcome, ConnectionTestRequest request)
    {
        bool isRefused = outcome is
        {
            Status: MailTestStatus.Fail,
            Code: MailTestCode.LogonFailed or MailTestCode.AccountDisabled or MailTestCode.ProtocolDisabled,
        };
        if (isRefused)
        {
            return request.LocalUser is { } user ? OfUser(user, outcome, request) : OfUnknownName(outcome, request);
        }

        // Without a password only an account can be said to be unable to log on: mail to an alias needs no logon.
        bool isSkipped = outcome is { Status: MailTestStatus.Skipped, Variant: "NoCredential" };
        return isSkipped && request.LocalUser is
            { Kind: LocalAddressKind.Account } or { Kind: LocalAddressKind.None, Targets: [] }
            ? OfUser(request.LocalUser, outcome, request)
            : null;
    }

    private static CheckOutcome? OfUnknownName(CheckOutcome outcome, ConnectionTestRequest request)
    {
        if (request.Credential?.UserName is not { } name)
        {
            return null;
        }

        (string variant, string command) = EmailAddress.TryParse(name, out _)
            ? ("Elsewhere", "Get-MailDomain")
            : ("NotAnAddress", $"Get-MailAccount -Address {CommandText.Quote(name + "@*")}");
        return outcome with
        {
            Code = MailTestCode.LogonFailed,
            Variant = variant,
            FixCommand = command + request.CommandSuffix,
        };
    }

    private static CheckOutcome? OfUser(LocalAddress user, CheckOutcome outcome, ConnectionTestRequest request)
    {
        if (!user.Domain.Enabled)
        {
            return LocalRepair.OfDisabledDomain(user, request);
        }

        string address = CommandText.Quote(user.Address.ToString());
        return user.Kind switch
        {
            LocalAddressKind.Account => OfAccount(user, user.Account!, outcome, request),
            LocalAddressKind.Alias => LocalRepair.Fail(
                user, request, MailTestCode.LogonFailed, "Alias", $"Get-MailAlias -Address {address}"),
            LocalAddressKind.Group => LocalRepair.Fail(
                user, request, MailTestCode.LogonFailed, "Group", $"Get-MailGroupMember -Address {address}"),
            _ => LocalRepair.OfMissingAccount(user, request, MailTestCode.LogonFailed),
        };
    }

    private static CheckOutcome? OfAccount(
        LocalAddress user, MailAccount account, CheckOutcome outcome, ConnectionTestRequest request)
    {
        string address = CommandText.Quote(user.Address.ToString());
        string setPassword = $"Set-MailAccountPassword -Address {address} -GeneratePassword";
        if (!account.Enabled)
        {
            return LocalRepair.OfDisabledAccount(user, request);
        }

        MailProtocol needed =
            request.Protocol == MailProtocol.Submission ? MailProtocol.Smtp : request.Protocol;
        if (!account.Protocol.Contains(needed))
        {
            string all = string.Join(", ", account.Protocol.Append(needed).Order());
            return LocalRepair.Fail(
                user,
                request,
                MailTestCode.ProtocolDisabled,
                "Local",
                $"Set-MailAccount -Address {address} -Protocol {all}");
        }

        if (account.PasswordLastSet is null && !user.HasAppPassword)
        {
            return LocalRepair.Fail(user, request, MailTestCode.LogonFailed, "NoPassword", setPassword);
        }

        if (outcome.Status == MailTestStatus.Skipped)
        {
            // The server lets it log on, and refuses what it sends.
            return request.Protocol == MailProtocol.Submission && account.ReceiveOnly
                ? LocalRepair.OfReceiveOnly(user, request)
                : null;
        }

        return outcome.Code == MailTestCode.LogonFailed
            ? outcome with { FixCommand = setPassword + request.CommandSuffix }
            : null;
    }
}
