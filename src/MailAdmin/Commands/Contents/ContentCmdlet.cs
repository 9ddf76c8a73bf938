using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Contents;

/// <summary>Base of the cmdlets that select messages of accounts.</summary>
public abstract class ContentCmdlet : MailAdminCmdlet
{
    /// <summary>
    /// The name of the folder, such as INBOX; '*' and '?' are wildcards, which also match '/'. Default: all folders.
    /// </summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MailboxNameCompleter))]
    [SupportsWildcards]
    public string? Folder { get; set; }

    /// <summary>The number of the message in its folder (UID).</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, uint.MaxValue)]
    public long[]? Uid { get; set; }

    /// <summary>
    /// Only in a folder with this UIDVALIDITY: objects of Search-MailContent name their messages by it, so that a
    /// folder that was deleted and created again since is not taken for theirs.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public long? UidValidity { get; set; }

    /// <summary>Only messages with this text in their From field: a name, an address or a part of one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Sender { get; set; }

    /// <summary>Only messages with this text in their To or Cc field.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Recipient { get; set; }

    /// <summary>Only messages with this text in their subject. It is a text, not a pattern.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Subject { get; set; }

    /// <summary>Only messages with this text in the header, the body or a text attachment.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Text { get; set; }

    /// <summary>Only messages that arrived at this time or later.</summary>
    [Parameter]
    [FromText(typeof(DateTimeOffset))]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only messages that arrived before this time.</summary>
    [Parameter]
    [FromText(typeof(DateTimeOffset))]
    public DateTimeOffset? Before { get; set; }

    /// <summary>Only messages of this size or larger.</summary>
    [Parameter]
    [FromText(typeof(MailSize))]
    public MailSize? MinimumSize { get; set; }

    /// <summary>Only messages of this size or smaller.</summary>
    [Parameter]
    [FromText(typeof(MailSize))]
    public MailSize? MaximumSize { get; set; }

    /// <summary>Only messages that are unread.</summary>
    [Parameter]
    public SwitchParameter Unread { get; set; }

    /// <summary>The messages that are asked for, of one account or a pattern of accounts.</summary>
    /// <exception cref="MailException">InvalidAddress, AccountNotFound.</exception>
    private protected ContentFilter FilterFor(string account)
    {
        if (!AddressPattern.IsPattern(account))
        {
            Send(new GetAccount(EmailAddress.Parse(account)));
        }

        return new ContentFilter
        {
            Account = AddressPattern.OfAddress(account),
            Folder = Folder,
            Uid = Uid,
            UidValidity = UidValidity,
            Sender = Sender,
            Recipient = Recipient,
            Subject = Subject,
            Text = Text,
            Since = Since,
            Before = Before,
            MinimumSize = MinimumSize,
            MaximumSize = MaximumSize,
            Unread = Unread,
        };
    }
}
