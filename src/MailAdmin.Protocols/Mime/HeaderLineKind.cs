namespace MailAdmin.Protocols.Mime;

/// <summary>What a line in the place of a header is.</summary>
internal enum HeaderLineKind
{
    /// <summary>A line of the header.</summary>
    Header,

    /// <summary>The blank line that ends the header.</summary>
    BlankLine,

    /// <summary>The first line, and not a field: there is no header.</summary>
    Content,
}
