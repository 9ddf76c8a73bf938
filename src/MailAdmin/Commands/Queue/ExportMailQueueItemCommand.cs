using System.Globalization;
using System.Management.Automation;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Queue;

/// <summary>Saves queued messages to EML files.</summary>
/// <remarks>The messages stay in the queue. An incomplete file is deleted when writing fails.</remarks>
/// <example>
///   <summary>Look at what waits for a domain</summary>
///   <code>Get-MailQueueItem -Domain example.net | Export-MailQueueItem -Path ./waiting</code>
/// </example>
[Cmdlet(VerbsData.Export, "MailQueueItem", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Export-MailQueueItem")]
[OutputType(typeof(FileInfo))]
public sealed class ExportMailQueueItemCommand : QueueItemCmdlet
{
    /// <summary>
    /// A folder, in which each file is named after the number of its message; or a file with the extension .eml, for
    /// one message.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Replaces existing files.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process(long id)
    {
        string path = GetUnresolvedProviderPathFromPSPath(Path);
        string file = path.EndsWith(".eml", StringComparison.OrdinalIgnoreCase)
            ? path
            : System.IO.Path.Combine(path, id.ToString(CultureInfo.InvariantCulture) + ".eml");
        if (ShouldProcess(id, MailText.Of("Action.WriteToFile", file)))
        {
            WriteObject(WholeFile.Write(file, Force, stream =>
            {
                foreach (ReadOnlyMemory<byte> piece in Stream(new ReadQueueMessage(id)))
                {
                    stream.Write(piece.Span);
                }
            }));
        }
    }
}
