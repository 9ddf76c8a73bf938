using System.Text.Json.Serialization.Metadata;

namespace MailAdmin.Server.Control;

/// <summary>Where the owner puts what belongs to one call.</summary>
internal sealed class ControlResponse(ControlChannel channel, int id) : IProgress<double>
{
    // People see a percentage; more often would only be traffic.
    private const double SmallestStep = 0.005;
    private double reported = -1;

    public Task SendResultAsync<T>(T result, JsonTypeInfo<T> type) =>
        channel.WriteAsync(ControlKind.Result, id, "", result, type, CancellationToken.None);

    public Task SendItemsAsync<T>(List<T> items, JsonTypeInfo<List<T>> type, CancellationToken cancellationToken) =>
        channel.WriteAsync(ControlKind.Items, id, "", items, type, cancellationToken);

    public Task SendRefusalAsync(MailException refusal) =>
        channel.WriteAsync(ControlKind.Refused, id, "", ControlFault.Of(refusal), ControlJson.Default.ControlFault, CancellationToken.None);

    public Task SendCancelledAsync() => channel.WriteAsync(ControlKind.Cancelled, id, CancellationToken.None);

    public void Report(double value)
    {
        if (value - reported >= SmallestStep)
        {
            reported = value;
            _ = channel.WriteAsync(ControlKind.Progress, id, "", value, ControlJson.Default.Double, CancellationToken.None);
        }
    }
}
