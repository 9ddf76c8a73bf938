using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Contracts;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Listeners;

/// <summary>Stops listeners.</summary>
/// <remarks>New connections are refused at once. Running commands and deliveries may end within -TimeoutSeconds; then their connections are closed. Nothing that was acknowledged is lost.</remarks>
/// <example>
///   <summary>Stop all listeners</summary>
///   <code>Stop-MailListener</code>
/// </example>
/// <example>
///   <summary>Stop those without TLS</summary>
///   <code>Get-MailListener | Where-Object TlsMode -eq None | Stop-MailListener</code>
/// </example>
[Cmdlet(VerbsLifecycle.Stop, "MailListener", SupportsShouldProcess = true)]
[OutputType(typeof(MailListener))]
public sealed class StopMailListenerCommand : MailAdminCmdlet
{
    /// <summary>The protocols. Default: all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(MailProtocol), Several = true)]
    public MailProtocol[]? Protocol { get; set; }

    /// <summary>The ports. Default: all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(int), Several = true)]
    public int[]? Port { get; set; }

    /// <summary>How long running commands may take to end, in seconds.</summary>
    [Parameter]
    [ValidateRange(0, 3600)]
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Writes the listener as it is afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (ListenerFilter filter in ListenerFilters.Of(Protocol, Port))
        {
            Attempt(filter.Port ?? (object?)filter.Protocol ?? "", () => Stop(filter));
        }
    }

    private void Stop(ListenerFilter filter)
    {
        IReadOnlyList<MailListener> listeners = Call(cancellationToken => Administration.GetListenersAsync(filter, cancellationToken));
        if (listeners.Count == 0 && filter != new ListenerFilter())
        {
            throw new MailException(MailError.ListenerNotFound, $"There is no listener {filter.Protocol} {filter.Port}.".Replace(" .", ".", StringComparison.Ordinal).Replace("  ", " ", StringComparison.Ordinal));
        }

        TimeSpan timeout = TimeSpan.FromSeconds(TimeoutSeconds);
        List<ListenerFilter> agreed = [.. listeners
            .Where(listener => ShouldProcess($"{listener.Protocol} {listener.EndPoint}", "Close port"))
            .Select(listener => new ListenerFilter { Protocol = listener.Protocol, Port = listener.Port })];

        // All at once, so that waiting for one does not add to waiting for the next.
        IReadOnlyList<MailListener>[] results = Call(cancellationToken =>
            Task.WhenAll(agreed.Select(one => Administration.StopListenersAsync(one, timeout, cancellationToken))));
        if (PassThru)
        {
            WriteObject(results.SelectMany(result => result), enumerateCollection: true);
        }
    }
}
