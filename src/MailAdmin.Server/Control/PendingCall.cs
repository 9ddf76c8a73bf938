using System.Text.Json;

namespace MailAdmin.Server.Control;

/// <summary>A call that waits for its answer.</summary>
internal sealed class PendingCall(IProgress<double>? progress)
{
    public TaskCompletionSource<ControlFrame> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static MailException RefusalOf(ControlFrame frame) =>
        JsonSerializer.Deserialize(frame.Content.Span, ControlJson.Default.ControlFault)!.ToException();

    /// <summary>Takes a frame that belongs to the call. Only progress is not its end.</summary>
    public void Take(ControlFrame frame)
    {
        switch (frame.Kind)
        {
            case ControlKind.Progress:
                progress?.Report(JsonSerializer.Deserialize(frame.Content.Span, ControlJson.Default.Double));
                break;

            // What it says is read by whoever waits for it.
            case ControlKind.Result or ControlKind.Refused:
                Answer.TrySetResult(frame);
                break;

            default:
                Answer.TrySetCanceled();
                break;
        }
    }
}
