using System.Text.Json;

namespace MailAdmin.Server.Control;

/// <summary>A call that waits for its answer.</summary>
internal sealed class PendingCall(IProgress<double>? progress)
{
    public IProgress<double>? Progress { get; } = progress;

    public TaskCompletionSource<ControlFrame> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static MailException RefusalOf(ControlFrame frame) =>
        JsonSerializer.Deserialize(frame.Content.Span, ControlJson.Default.ControlFault)!.ToException();

    public void Complete(ControlFrame frame)
    {
        switch (frame.Kind)
        {
            case ControlKind.Result:
                Answer.TrySetResult(frame);
                break;

            case ControlKind.Refused:
                Answer.TrySetException(RefusalOf(frame));
                break;

            default:
                Answer.TrySetCanceled();
                break;
        }
    }
}
