namespace MailAdmin.Storage.Log;

/// <summary>Is called with each valid record of the log, in order.</summary>
/// <param name="header">Its header.</param>
/// <param name="parts">What it changes.</param>
/// <param name="segment">The segment it is in.</param>
/// <param name="dataStart">Where in the segment the bytes begin that its parts refer to.</param>
internal delegate void RecordVisitor(RecordHeader header, ReadOnlySpan<byte> parts, LogSegment segment, long dataStart);
