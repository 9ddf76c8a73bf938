namespace MailAdmin.Protocols.Mime;

/// <summary>What white space between the words of an address means.</summary>
internal enum WordSpacing
{
    /// <summary>A space.</summary>
    Phrase,

    /// <summary>A space, but nothing around dots.</summary>
    LocalPart,

    /// <summary>The end, but nothing around dots.</summary>
    Domain,
}
