namespace MailAdmin;

/// <summary>How messages are kept in files.</summary>
public enum MailContentFormat
{
    /// <summary>A file for each message, byte for byte, in a folder for each folder.</summary>
    Eml,

    /// <summary>A file for each folder, in the variant mboxrd. RFC 4155</summary>
    Mbox,

    /// <summary>Maildir++, as Dovecot and Courier keep mail: flags are in the names of files.</summary>
    Maildir,

    /// <summary>One archive for each account, with a file for each message.</summary>
    Zip,
}

/// <summary>The variants of mbox, which differ in how a line of a message that begins with "From " is kept.</summary>
public enum MboxVariant
{
    /// <summary>The variant is found out from the file.</summary>
    Auto,

    /// <summary>"From " is kept as ">From ", which cannot be told from a line that was so before.</summary>
    Mboxo,

    /// <summary>
    /// Any number of '>' before "From " is kept with one more, so that each line comes back as it was.
    /// </summary>
    Mboxrd,

    /// <summary>As mboxo, and Content-Length says where a message ends.</summary>
    Mboxcl,

    /// <summary>Lines are not changed; Content-Length alone says where a message ends.</summary>
    Mboxcl2,
}
