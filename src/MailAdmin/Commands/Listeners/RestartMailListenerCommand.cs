using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Contracts;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Listeners;

/// <summary>Restarts listeners.</summary>
/// <remarks>A listener starts again with the same port, mode and certificate. Connections are ended as by Stop-MailListener.</remarks>
/// <example>
///   <summary>Restart the IMAP listeners</summary>
///   <code>Restart-MailListener -Protocol Imap</code>
/// </example>
/// <example>
///   <summary>Restart those without TLS</summary>
///   <code>Get-MailListener | Where-Object TlsMode -eq None | Restart-MailListener</code>
/// </example>
[Cmdlet(VerbsLifecycle.Restart, "MailListener", SupportsShouldProcess = true)]
[OutputType(typeof(MailListener))]
public sealed class RestartMailListenerCommand : MailAdminCmdlet
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
            Attempt(filter.Port ?? (object?)filter.Protocol ?? "", () => Restart(filter));
        }
    }

    private void Restart(ListenerFilter filter)
    {
        IReadOnlyList<MailListener> listeners = Call(cancellationToken => Administration.GetListenersAsync(filter, cancellationToken));
        if (listeners.Count == 0 && filter != new ListenerFilter())
        {
            throw new MailException(MailError.ListenerNotFound, $"There is no listener {filter.Protocol} {filter.Port}.".Replace(" .", ".", StringComparison.Ordinal).Replace("  ", " ", StringComparison.Ordinal));
        }

        TimeSpan timeout = TimeSpan.FromSeconds(TimeoutSeconds);
        List<ListenerFilter> agreed = [.. listeners
            .Where(listener => ShouldProcess($"{listener.Protocol} {listener.EndPoint}", "Close and open port"))
            .Select(listener => new ListenerFilter { Protocol = listener.Protocol, Port = listener.Port })];

        // All at once, so that waiting for one does not add to waiting for the next.
        IReadOnlyList<MailListener>[] results = Call(cancellationToken =>
            Task.WhenAll(agreed.Select(one => Administration.RestartListenersAsync(one, timeout, cancellationToken))));
        if (PassThru)
        {
            WriteObject(results.SelectMany(result => result), enumerateCollection: true);
        }
    }
}
