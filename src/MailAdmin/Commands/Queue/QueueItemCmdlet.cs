using System.Management.Automation;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Queue;

/// <summary>Base of cmdlets that do something with each message of the queue that is named.</summary>
public abstract class QueueItemCmdlet : MailAdminCmdlet
{
    /// <summary>The number of the message.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(QueueItemIdCompleter))]
    public long[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (long id in Id)
        {
            Attempt(id, () => Process(id));
        }
    }

    /// <summary>Does it with one.</summary>
    protected abstract void Process(long id);

    /// <summary>Asks whether to do it. With -WhatIf it is checked that the message is in the queue.</summary>
    /// <exception cref="MailException">QueueItemNotFound.</exception>
    private protected bool ShouldProcess(long id, MailText action)
    {
        if (Preferences.IsWhatIf && !Stream(new GetQueue(new QueueFilter { Id = id })).Any())
        {
            throw MailException.Of(MailError.QueueItemNotFound, id);
        }

        return ShouldProcess(MailText.Of("Target.Message", id), action);
    }
}
