using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Contents;

/// <summary>Shows how a transfer goes: errors of single messages, and how many are done.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="post">Runs an action on its pipeline thread.</param>
internal sealed class ContentTransferReport(MailAdminCmdlet cmdlet, Action<Action> post)
{
    private readonly CountedProgress progress = new(cmdlet);

    /// <summary>A message could not be transferred.</summary>
    public void Fail(string place, MailException refusal) =>
        post(() => cmdlet.WriteError(ErrorRecords.Of(refusal, place)));

    /// <summary>Messages were done.</summary>
    public void Advance(int messages, string folder) => post(() => progress.Advance(messages, folder));

    /// <summary>Takes the progress off the screen.</summary>
    public void Complete() => progress.Complete();
}
