using MailAdmin.Contracts;
using MailAdmin.Protocols.Mime;

namespace MailAdmin.Protocols.Imap.Searching;

/// <summary>The message for which search keys are evaluated. One object serves a whole search.</summary>
internal sealed class SearchSubject
{
    /// <summary>What is known without opening it.</summary>
    public MessageInfo Message { get; set; }

    /// <summary>Its sequence number.</summary>
    public uint Sequence { get; set; }

    /// <summary>Whether it is recent to the session.</summary>
    public bool IsRecent { get; set; }

    /// <summary>What was derived from it, once it is open.</summary>
    public StructureView Structure { get; set; }
}
