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

    /// <summary>The category of a cause; mostly its name says it.</summary>
    public static ErrorCategory CategoryOf(MailError error) => error switch
    {
        MailError.StoreInvalid or MailError.InvalidCertificate or MailError.BackupDamaged => ErrorCategory.InvalidData,
        MailError.StoreLocked or MailError.PortInUse or MailError.MailboxLocked or MailError.BackupRunning
            or MailError.MaintenanceRunning
            => ErrorCategory.ResourceBusy,
        MailError.StoreReadOnly or MailError.StoreAccessDenied or MailError.PortForbidden or MailError.RelayDenied
            or MailError.SenderNotAllowed or MailError.MailboxProtected or MailError.PostingNotAllowed
            or MailError.ElevationRequired
            => ErrorCategory.PermissionDenied,
        MailError.StoreFailed => ErrorCategory.WriteError,
        MailError.StoreUnavailable => ErrorCategory.ResourceUnavailable,
        MailError.OwnerUnreachable or MailError.RegistryUnavailable => ErrorCategory.ConnectionError,
        MailError.DiskFull or MailError.OverQuota or MailError.TooManyMessages or MailError.MessageLargerThanQuota
            or MailError.MessageTooLarge or MailError.DomainFull or MailError.SendLimitExceeded
            => ErrorCategory.LimitsExceeded,
        MailError.DomainNotEmpty or MailError.AliasLoop or MailError.RoutingLoop or MailError.ChangeConflict
            or MailError.ChangeIrreversible
            => ErrorCategory.InvalidOperation,
        MailError.LogonFailed or MailError.LogonBlocked => ErrorCategory.AuthenticationError,
        MailError.InternalError or MailError.ServiceManagerFailed => ErrorCategory.InvalidResult,
        _ => CategoryOf(error.ToString()),
    };

    private static ErrorCategory CategoryOf(string name) =>
        name.EndsWith("NotFound", StringComparison.Ordinal) ? ErrorCategory.ObjectNotFound
        : name.EndsWith("Exists", StringComparison.Ordinal) ? ErrorCategory.ResourceExists
        : name.EndsWith("Disabled", StringComparison.Ordinal) ? ErrorCategory.NotEnabled
        : name.StartsWith("Invalid", StringComparison.Ordinal) ? ErrorCategory.InvalidArgument
        : name.StartsWith("TooMany", StringComparison.Ordinal) ? ErrorCategory.LimitsExceeded
        : ErrorCategory.NotSpecified;
}
