namespace MailAdmin.Protocols.Transport;

/// <summary>How reading a line ended.</summary>
internal enum LineStatus
{
    /// <summary>A line is there.</summary>
    Line,

    /// <summary>
    /// A line was there, but has a CR, an LF or a NUL in it. RFC 5321 §2.3.8 forbids reading the first two as its end.
    /// </summary>
    Malformed,

    /// <summary>A line was longer than its limit, and was skipped.</summary>
    TooLong,

    /// <summary>The client has closed its side; a line that it had begun does not count.</summary>
    EndOfStream,
}
