using System.Globalization;
using System.Management.Automation;
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
        if (ShouldProcess(MailText.Of("Target.Message", id), MailText.Of("Action.WriteToFile", file)))
        {
            WriteObject(Write(id, file));
        }
    }

    private FileInfo Write(long id, string file)
    {
        // Beside the file, so that one of the name is always whole.
        string part = file + ".part";
        try
        {
            if (File.Exists(file) && !Force)
            {
                throw MailException.Of(MailError.InvalidArgument.As("FileExists"), file);
            }

            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            using (FileStream stream = new(part, FileMode.Create, FileAccess.Write))
            {
                foreach (ReadOnlyMemory<byte> piece in Stream(new ReadQueueMessage(id)))
                {
                    stream.Write(piece.Span);
                }
            }

            File.Move(part, file, overwrite: Force);
            return new FileInfo(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw MailException.Of(
                MailError.InvalidArgument.As("FileNotWritable"), fault, file, PlatformReason.Of(fault));
        }
        finally
        {
            File.Delete(part);
        }
    }
}
