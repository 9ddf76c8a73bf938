using MailAdmin.Texts;

namespace MailAdmin.Maintenance;

/// <summary>How a step ended.</summary>
/// <param name="Status">Whether an administrator has to look at it.</param>
/// <param name="Message">What was done or found.</param>
/// <param name="Changed">The number of things that were changed.</param>
internal sealed record StepOutcome(MaintenanceStatus Status, MailText Message, int Changed = 0);
