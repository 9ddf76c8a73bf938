namespace MailAdmin.Diagnostics.Connection;

/// <summary>
/// Explains a refusal of our own server by what the store knows, which the server does not reveal to unauthenticated
/// clients, and gives the command that repairs it.
/// </summary>
internal static class LocalState
{
    /// <summary>The outcome with what the store knows; the same outcome when that explains nothing.</summary>
    public static CheckOutcome Explain(MailTestLayer layer, CheckOutcome outcome, ConnectionTestRequest request)
    {
        // What another program on this machine answers says nothing about the accounts of the store.
        if (!request.IsLocalStore || !request.IsOwnPort)
        {
            return outcome;
        }

        CheckOutcome? state = layer switch
        {
            MailTestLayer.Logon when request.Protocol != MailProtocol.Smtp => LocalLogon.Explain(outcome, request),
            MailTestLayer.Mailbox when request.Protocol is MailProtocol.Smtp or MailProtocol.Submission =>
                LocalDelivery.Explain(outcome, request),
            MailTestLayer.Mailbox when MayBeFull(outcome) && request.LocalUser is { Account: not null } user =>
                LocalRepair.OfFullAccount(user, request),
            _ => null,
        };
        return state ?? outcome;
    }

    /// <summary>The quota is known without opening the mailbox; another failure to open it has another cause.</summary>
    private static bool MayBeFull(CheckOutcome outcome) => outcome.Status == MailTestStatus.Fail
        ? outcome.Code == MailTestCode.MailboxFull
        : outcome.Variant != "AfterFailure";
}
