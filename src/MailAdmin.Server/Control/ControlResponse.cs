namespace MailAdmin.Server.Control;

/// <summary>Sends what belongs to one call to the client that made it.</summary>
internal sealed class ControlResponse(ControlChannel channel, int id) : IProgress<double>
{
    // People see a percentage; more often would only be traffic.
    private const double SmallestStep = 0.005;
    private double reported = -1;

    public Task SendResultAsync<T>(T result) => SendAsync(ControlKind.Result, result, CancellationToken.None);

    public Task SendItemsAsync<T>(List<T> items, CancellationToken cancellationToken) =>
        SendAsync(ControlKind.Items, items, cancellationToken);

    public Task SendRefusalAsync(MailException refusal) =>
        SendAsync(ControlKind.Refused, ControlFault.Of(refusal), CancellationToken.None);

    public Task SendCancelledAsync() => channel.WriteAsync(ControlKind.Cancelled, id, CancellationToken.None);

    public void Report(double value)
    {
        if (value - reported >= SmallestStep)
        {
            reported = value;
            _ = SendAsync(ControlKind.Progress, value, CancellationToken.None);
        }
    }

    private Task SendAsync<T>(ControlKind kind, T content, CancellationToken cancellationToken) =>
        channel.WriteAsync(kind, id, "", content, ControlJson.Of<T>(), cancellationToken);
}
