using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Listeners;

/// <summary>Base of Stop- and Restart-MailListener.</summary>
public abstract class ListenerStopCmdlet : MailAdminCmdlet
{
    /// <summary>The protocols. Default: all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(MailProtocol), Several = true)]
    public MailProtocol[]? Protocol { get; set; }

    /// <summary>The ports. Default: all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(int), Several = true)]
    [ArgumentCompleter(typeof(ListenerPortCompleter))]
    public int[]? Port { get; set; }

    /// <summary>How long running commands may take to end, in seconds.</summary>
    [Parameter]
    [ValidateRange(0, 3600)]
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Writes the listener as it is afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What is done with a port.</summary>
    private protected abstract MailText Action { get; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (ListenerFilter filter in ListenerFilters.Of(Protocol, Port))
        {
            Attempt(filter.Port ?? (object?)filter.Protocol ?? "", () => Process(filter));
        }
    }

    /// <summary>The request that does it with one listener.</summary>
    private protected abstract IRequest<IReadOnlyList<MailListener>> RequestFor(
        ListenerFilter filter, TimeSpan timeout);

    private void Process(ListenerFilter filter)
    {
        IReadOnlyList<MailListener> listeners = Send(new GetListeners(filter));
        if (listeners.Count == 0 && filter != new ListenerFilter())
        {
            throw filter.NotFound();
        }

        TimeSpan timeout = TimeSpan.FromSeconds(TimeoutSeconds);
        List<ListenerFilter> agreed = [.. listeners
            .Where(listener => ShouldProcess($"{listener.Protocol} {listener.EndPoint}", Action))
            .Select(listener => new ListenerFilter { Protocol = listener.Protocol, Port = listener.Port })];

        // All at once, so that waiting for one does not add to waiting for the next.
        IReadOnlyList<MailListener>[] results = Call(cancellationToken =>
            Task.WhenAll(agreed.Select(one => Administration.SendAsync(RequestFor(one, timeout), cancellationToken))));
        if (PassThru)
        {
            WriteEach(results.SelectMany(result => result));
        }
    }
}
