using System.Management.Automation;
using MailAdmin.Contracts;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Changes;

/// <summary>Undoes changes that the change journal has.</summary>
/// <remarks>
/// The properties that a command changed get the values of before, what it created is removed, and what it removed is
/// created again. All changes of one command are undone together or not at all, and the undoing is a change of its own.
/// A change is refused when something changed the same properties afterwards: undo the later change first. A removed
/// account cannot come back, because its mail is gone, and an account that has mail is not removed.
/// </remarks>
/// <example>
///   <summary>Undo the last change</summary>
/// <code>Get-MailChange -First 1 | Undo-MailChange</code> </example> <example>
///   <summary>See what undoing everything that was done to an alias would do, the newest change first</summary>
/// <code>Get-MailChange sales@example.test | Undo-MailChange -WhatIf</code> </example>
[Cmdlet(VerbsCommon.Undo, "MailChange", SupportsShouldProcess = true, HelpUri = HelpLocation.Root + "Undo-MailChange")]
[OutputType(typeof(MailChange))]
public sealed class UndoMailChangeCommand : MailAdminCmdlet
{
    /// <summary>The number of the change, as Get-MailChange shows it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public long[] Sequence { get; set; } = [];

    /// <summary>Writes the changes that undid it.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    // Several changes of one command come with the same number.
    private HashSet<long> Seen { get; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (long sequence in Sequence.Where(Seen.Add))
        {
            Attempt(sequence, () => Undo(sequence));
        }
    }

    private void Undo(long sequence)
    {
        List<MailChange> changes = [.. Stream(new FindChanges(new ChangeFilter { Sequence = sequence }))];
        if (changes.Count == 0)
        {
            throw MailException.Of(MailError.ChangeNotFound, sequence);
        }

        string objects = string.Join(", ", changes.Select(change => change.Target));
        string target = $"{sequence} ({changes[0].Command}: {objects})";
        MailText action = MailText.Of("Action.UndoChange");
        UndoChange request = new(sequence);

        // One after the other: a later change has to be undone before an earlier one. So with -WhatIf only the first
        // one can be checked.
        if (Seen.Count == 1 ? ShouldChange(Administration, target, action, request) : ShouldProcess(target, action))
        {
            IReadOnlyList<MailChange> undone = Send(request);
            if (PassThru)
            {
                WriteEach(undone);
            }
        }
    }
}
