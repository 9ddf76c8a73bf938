namespace MailAdmin.Diagnostics.Connection;

/// <summary>
/// Explains a refusal of our own server by the state of the account, which the server does not reveal to
/// unauthenticated clients, and gives the command that repairs it.
/// </summary>
internal static class LocalAccountState
{
    /// <summary>The outcome with what the store knows; the same outcome when that explains nothing.</summary>
    public static CheckOutcome Explain(MailTestLayer layer, CheckOutcome outcome, ConnectionTestRequest request)
    {
        // What another program on this machine answers says nothing about the accounts of the store.
        if (request.LocalAccount is not { } local || !request.IsOwnPort)
        {
            return outcome;
        }

        bool isFailed = outcome.Status == MailTestStatus.Fail;
        CheckOutcome? state = layer switch
        {
            MailTestLayer.Logon when IsUnexplained(outcome) && request.Protocol != MailProtocol.Smtp =>
                OfLogon(local, request.Protocol),
            MailTestLayer.Mailbox when request.Protocol is MailProtocol.Smtp or MailProtocol.Submission =>
                isFailed && local.Address == request.Recipient ? OfDelivery(local) : null,
            MailTestLayer.Mailbox when !isFailed && outcome.Variant != "AfterFailure" => OfQuota(local),
            MailTestLayer.Mailbox when outcome.Code == MailTestCode.MailboxFull => OfQuota(local),
            _ => null,
        };
        return state?.With(("user", local.Address.ToString()), ("domain", local.Domain.Unicode)) ?? outcome;
    }

    /// <summary>Whether the logon lacked a password, or was refused for a reason that the state may explain.</summary>
    private static bool IsUnexplained(CheckOutcome outcome) => outcome.Status switch
    {
        MailTestStatus.Skipped => outcome.Variant == "NoCredential",
        MailTestStatus.Fail =>
            outcome.Code is MailTestCode.LogonFailed or MailTestCode.AccountDisabled or MailTestCode.ProtocolDisabled,
        _ => false,
    };

    private static CheckOutcome? OfLogon(LocalAccount local, MailProtocol protocol)
    {
        if (OfAccount(local, MailTestCode.LogonFailed) is { } state)
        {
            return state;
        }

        MailAccount account = local.Account!;
        MailProtocol needed = protocol == MailProtocol.Submission ? MailProtocol.Smtp : protocol;
        if (!account.Protocol.Contains(needed))
        {
            string all = string.Join(", ", account.Protocol.Append(needed).Order());
            return Fail(MailTestCode.ProtocolDisabled, "Local", Set(local, $"-Protocol {all}"));
        }

        return protocol == MailProtocol.Submission && account.ReceiveOnly
            ? Fail(MailTestCode.ProtocolDisabled, "ReceiveOnly", Set(local, "-ReceiveOnly:$false"))
            : null;
    }

    private static CheckOutcome? OfDelivery(LocalAccount local) =>
        OfAccount(local, MailTestCode.RecipientNotFound)
        ?? (local.Account!.SendOnly
            ? Fail(MailTestCode.AccountDisabled, "SendOnly", Set(local, "-SendOnly:$false"))
            : OfQuota(local));

    private static CheckOutcome? OfAccount(LocalAccount local, string codeOfNone)
    {
        if (!local.DomainEnabled)
        {
            string name = CommandText.Quote(local.Domain.Ascii);
            return Fail(MailTestCode.AccountDisabled, "Domain", $"Enable-MailDomain -Name {name}");
        }

        return local.Account switch
        {
            null => Fail(codeOfNone, "NoAccount", $"New-MailAccount -Address {Argument(local)} -GeneratePassword"),
            { Enabled: false } =>
                Fail(MailTestCode.AccountDisabled, "Local", $"Enable-MailAccount -Address {Argument(local)}"),
            _ => null,
        };
    }

    private static CheckOutcome? OfQuota(LocalAccount local)
    {
        if (local.Account is not { QuotaStatus: QuotaStatus.Full } account)
        {
            return null;
        }

        long doubled = 2 * Math.Max(Math.Min(account.Quota.Bytes, long.MaxValue / 4), account.UsedSize.Bytes);
        return Fail(MailTestCode.MailboxFull, "", $"Set-MailQuota -Address {Argument(local)} -Quota {doubled}")
            .With(("used", account.UsedSize.ToString()), ("limit", account.Quota.ToString()));
    }

    private static CheckOutcome Fail(string code, string variant, string fixCommand) =>
        CheckOutcome.Fail(code, variant) with { FixCommand = fixCommand };

    private static string Set(LocalAccount local, string change) =>
        $"Set-MailAccount -Address {Argument(local)} {change}";

    private static string Argument(LocalAccount local) =>
        CommandText.Quote(local.Account?.Address ?? local.Address.ToString());
}
