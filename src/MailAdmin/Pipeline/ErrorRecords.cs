using System.Management.Automation;

namespace MailAdmin.Pipeline;

/// <summary>The one table from a cause to an error of the pipeline. The ErrorId is the name of the cause.</summary>
internal static class ErrorRecords
{
    /// <summary>Makes the record of a refusal; its target is the offending input.</summary>
    public static ErrorRecord Of(MailException exception, object target)
    {
        object offender = exception.Target.Length > 0 ? exception.Target : target;
        string advice = exception.RecommendedAction.Length > 0 ? exception.RecommendedAction : AdviceFor(exception.Error);
        return new ErrorRecord(exception, exception.Error.ToString(), CategoryOf(exception.Error), offender)
        {
            ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = advice },
        };
    }

    /// <summary>The category of a cause.</summary>
    public static ErrorCategory CategoryOf(MailError error) => error switch
    {
        MailError.InvalidAddress or MailError.InvalidDomainName or MailError.InvalidSize or MailError.InvalidArgument
            or MailError.InvalidPassword or MailError.InvalidMailboxName or MailError.InvalidTarget
            => ErrorCategory.InvalidArgument,
        MailError.StoreNotFound or MailError.DomainNotFound or MailError.AccountNotFound or MailError.AliasNotFound
            or MailError.RecipientNotFound or MailError.MailboxNotFound or MailError.MessageNotFound
            or MailError.ListenerNotFound or MailError.SessionNotFound or MailError.BindAddressNotFound
            or MailError.GroupNotFound or MailError.QueueItemNotFound or MailError.ServerNotFound
            or MailError.ChangeNotFound
            => ErrorCategory.ObjectNotFound,
        MailError.StoreExists or MailError.DomainExists or MailError.AccountExists or MailError.AliasExists
            or MailError.MailboxExists or MailError.GroupExists
            => ErrorCategory.ResourceExists,
        MailError.StoreInvalid or MailError.InvalidCertificate => ErrorCategory.InvalidData,
        MailError.StoreLocked or MailError.PortInUse or MailError.MailboxLocked => ErrorCategory.ResourceBusy,
        MailError.StoreReadOnly or MailError.PortForbidden or MailError.RelayDenied or MailError.SenderNotAllowed
            or MailError.MailboxProtected or MailError.PostingNotAllowed
            => ErrorCategory.PermissionDenied,
        MailError.StoreFailed => ErrorCategory.WriteError,
        MailError.StoreUnavailable => ErrorCategory.ResourceUnavailable,
        MailError.OwnerUnreachable or MailError.RegistryUnavailable => ErrorCategory.ConnectionError,
        MailError.DiskFull or MailError.OverQuota or MailError.MessageLargerThanQuota or MailError.MessageTooLarge
            or MailError.TooManyKeywords or MailError.TooManyMailboxes or MailError.DomainFull
            or MailError.SendLimitExceeded
            => ErrorCategory.LimitsExceeded,
        MailError.DomainDisabled or MailError.AccountDisabled or MailError.ProtocolDisabled
            => ErrorCategory.NotEnabled,
        MailError.DomainNotEmpty or MailError.AliasLoop or MailError.RoutingLoop or MailError.ChangeConflict
            or MailError.ChangeIrreversible
            => ErrorCategory.InvalidOperation,
        MailError.LogonFailed or MailError.LogonBlocked => ErrorCategory.AuthenticationError,
        _ => ErrorCategory.InvalidResult,
    };

    // For causes that the server reports without saying what to do, or that are the same whoever reports them.
    private static string AdviceFor(MailError error) => error switch
    {
        MailError.StoreNotFound => "Run Initialize-MailStore to make a store, or give the path of one with -StorePath, Connect-MailStore or $env:MAILADMIN_STORE.",
        MailError.DomainNotFound => "Run Get-MailDomain to see the domains, or New-MailDomain to add one.",
        MailError.DomainNotEmpty => "Run Remove-MailDomain with -Recurse to remove its accounts and aliases too.",
        MailError.DomainExists => "Run Set-MailDomain to change it.",
        MailError.AccountNotFound => "Run Get-MailAccount to see the accounts.",
        MailError.AccountExists => "Run Set-MailAccount to change it, or use -IfExists Skip or -IfExists Update.",
        MailError.AliasNotFound => "Run Get-MailAlias to see the aliases.",
        MailError.AliasExists => "Run Set-MailAlias to change it.",
        MailError.GroupNotFound => "Run Get-MailGroup to see the groups.",
        MailError.GroupExists => "Run Set-MailGroup to change it.",
        MailError.QueueItemNotFound => "Run Get-MailQueueItem to see what waits; it may have been sent meanwhile.",
        MailError.StoreLocked or MailError.OwnerUnreachable => "Wait until the process that uses the store is ready, or end it, and try again.",
        MailError.StoreReadOnly => "Run as a user who may write to the folder, or choose another one.",
        MailError.PortInUse => "Stop the program that has the port, or choose others with -PortOffset or -Port.",
        MailError.PortForbidden => "Run with the privilege to open ports below 1024, or use -PortOffset 8000.",
        MailError.ListenerNotFound => "Run Get-MailListener to see the listeners.",
        MailError.SessionNotFound => "Run Get-MailSession to see who is connected.",
        MailError.InvalidPassword => "Give a password that is not empty, or use -GeneratePassword.",
        _ => "",
    };
}
