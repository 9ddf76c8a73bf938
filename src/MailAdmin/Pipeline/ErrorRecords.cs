using System.Management.Automation;

namespace MailAdmin.Pipeline;

/// <summary>The one table from a cause to an error of the pipeline. The ErrorId is the name of the cause.</summary>
internal static class ErrorRecords
{
    /// <summary>Makes the record of a refusal; its target is the offending input.</summary>
    public static ErrorRecord Of(MailException exception, object target)
    {
        object offender = exception.Target.Length > 0 ? exception.Target : target;
        return new ErrorRecord(exception, exception.Error.ToString(), CategoryOf(exception.Error), offender)
        {
            ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = exception.RecommendedAction },
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
            or MailError.AppPasswordNotFound
            or MailError.ChangeNotFound
            => ErrorCategory.ObjectNotFound,
        MailError.StoreExists or MailError.DomainExists or MailError.AccountExists or MailError.AliasExists
            or MailError.MailboxExists or MailError.GroupExists or MailError.AppPasswordExists
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
            or MailError.SendLimitExceeded or MailError.TooManyAppPasswords
            => ErrorCategory.LimitsExceeded,
        MailError.DomainDisabled or MailError.AccountDisabled or MailError.ProtocolDisabled
            => ErrorCategory.NotEnabled,
        MailError.DomainNotEmpty or MailError.AliasLoop or MailError.RoutingLoop or MailError.ChangeConflict
            or MailError.ChangeIrreversible
            => ErrorCategory.InvalidOperation,
        MailError.LogonFailed or MailError.LogonBlocked => ErrorCategory.AuthenticationError,
        MailError.InternalError => ErrorCategory.InvalidResult,
        _ => ErrorCategory.NotSpecified,
    };
}
