namespace MailAdmin.Diagnostics.Connection;

/// <summary>
/// Explains a refusal of our own server by the state of the account, which the server does not tell strangers: that there
/// is none, that it or its domain is disabled, that the protocol is off, that it is full. Each with the command that puts
/// it right.
/// </summary>
internal static class LocalAccountState
{
    /// <summary>The outcome with what the store knows; the same one when that explains nothing.</summary>
    public static CheckOutcome Explain(MailTestLayer layer, CheckOutcome outcome, ConnectionTestRequest request)
    {
        // What another program on this machine answers says nothing about the accounts of the store.
        if (request.LocalAccount is not { } local || !request.KnownEndPoints.Any(point => point.Port == request.Port))
        {
            return outcome;
        }

        CheckOutcome? state = layer switch
        {
            MailTestLayer.Logon when IsOpen(outcome) && request.Protocol != MailProtocol.Smtp => OfLogon(local, request.Protocol),
            MailTestLayer.Mailbox when request.Protocol is MailProtocol.Smtp or MailProtocol.Submission =>
                outcome.Status == MailTestStatus.Fail && local.Address == request.Recipient ? OfDelivery(local) : null,
            MailTestLayer.Mailbox when outcome.Status != MailTestStatus.Fail && outcome.Variant != "AfterFailure" => OfQuota(local),
            MailTestLayer.Mailbox when outcome.Code == MailTestCode.MailboxFull => OfQuota(local),
            _ => null,
        };
        return state?.With(("user", local.Address.ToString()), ("domain", local.Domain.Unicode)) ?? outcome;
    }

    /// <summary>Whether it was not tried for want of a password, or refused for a reason that the state may be behind.</summary>
    private static bool IsOpen(CheckOutcome outcome) => outcome.Status switch
    {
        MailTestStatus.Skipped => outcome.Variant == "NoCredential",
        MailTestStatus.Fail => outcome.Code is MailTestCode.LogonFailed or MailTestCode.AccountDisabled or MailTestCode.ProtocolDisabled,
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
            return CheckOutcome.Fail(MailTestCode.ProtocolDisabled, "Local") with
            {
                FixCommand = $"Set-MailAccount -Address {Argument(local)} -Protocol {all}",
            };
        }

        return protocol == MailProtocol.Submission && account.ReceiveOnly
            ? CheckOutcome.Fail(MailTestCode.ProtocolDisabled, "ReceiveOnly") with
            {
                FixCommand = $"Set-MailAccount -Address {Argument(local)} -ReceiveOnly:$false",
            }
            : null;
    }

    private static CheckOutcome? OfDelivery(LocalAccount local)
    {
        if (OfAccount(local, MailTestCode.RecipientNotFound) is { } state)
        {
            return state;
        }

        return local.Account!.SendOnly
            ? CheckOutcome.Fail(MailTestCode.AccountDisabled, "SendOnly") with { FixCommand = $"Set-MailAccount -Address {Argument(local)} -SendOnly:$false" }
            : OfQuota(local);
    }

    private static CheckOutcome? OfAccount(LocalAccount local, string codeOfNone)
    {
        if (!local.DomainEnabled)
        {
            return CheckOutcome.Fail(MailTestCode.AccountDisabled, "Domain") with { FixCommand = $"Enable-MailDomain -Name {CommandText.Quote(local.Domain.Ascii)}" };
        }

        return local.Account switch
        {
            null => CheckOutcome.Fail(codeOfNone, "NoAccount") with { FixCommand = $"New-MailAccount -Address {Argument(local)} -GeneratePassword" },
            { Enabled: false } => CheckOutcome.Fail(MailTestCode.AccountDisabled, "Local") with { FixCommand = $"Enable-MailAccount -Address {Argument(local)}" },
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
        string quota = doubled.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return CheckOutcome.Fail(MailTestCode.MailboxFull, "", ("used", account.UsedSize.ToString()), ("limit", account.Quota.ToString())) with
        {
            FixCommand = $"Set-MailQuota -Address {Argument(local)} -Quota {quota}",
        };
    }

    private static string Argument(LocalAccount local) => CommandText.Quote((local.Account?.Address ?? local.Address).ToString());
}
