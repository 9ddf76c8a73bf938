namespace MailAdmin.Server.Transfer.Files;

/// <summary>Messages that are to be imported into one folder.</summary>
/// <param name="Name">The levels with '/' between them; empty: the source names no folder.</param>
/// <param name="Path">The file or folder they are read from.</param>
/// <param name="Messages">The messages, read when they are enumerated.</param>
internal sealed record SourceFolder(string Name, string Path, IEnumerable<SourceMessage> Messages);

/// <summary>A message of a source.</summary>
/// <param name="Place">Its file, and its place there, for errors.</param>
/// <param name="Read">
/// Gives its bytes to a body, and returns date and flags; a null date: that of its Date field, or else now.
/// </param>
internal sealed record SourceMessage(string Place, Func<MessageBody, SourceFacts> Read);

/// <summary>What is known of a message beside its bytes.</summary>
internal sealed record SourceFacts(DateTimeOffset? Date, IReadOnlyList<string> Flags, DateTimeOffset? FileDate = null);
