using System.Text.Json.Serialization;
using MailAdmin.Texts;

namespace MailAdmin;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know.</summary>
    Information,

    /// <summary>Nothing is lost, but it should be repaired.</summary>
    Warning,

    /// <summary>Something cannot be read.</summary>
    Error,
}

/// <summary>One thing that Test-MailStore found, or Repair-MailStore repaired.</summary>
public sealed record MailStoreFinding
{
    /// <summary>
    /// What it is; stable across versions: TornTail, DamagedRecord, LogIncomplete, IdentityRestored, DirectoryRebuilt,
    /// HintMissing, HintDamaged, LargeFileMissing, LargeFileOrphaned, QueueItemUnreadable, DirectoryBehind,
    /// KeyReplaced, PasswordUnreadable.
    /// </summary>
    public required string Code { get; init; }

    /// <summary>How much it matters.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>
    /// The file, and the offset in it; of QueueItemUnreadable the number of the message in the queue; of
    /// PasswordUnreadable the store or the domain.
    /// </summary>
    public required string Target { get; init; }

    /// <summary>The folder of the store, which Repair-MailStore takes for its own when no other is given.</summary>
    public string StorePath { get; init; } = "";

    /// <summary>What it is, for people: in the language of the current user interface.</summary>
    [JsonIgnore]
    public string Message => Text.ToString();

    /// <summary>Whether Repair-MailStore can repair it.</summary>
    public bool Repairable { get; init; }

    /// <summary>Whether it has been repaired.</summary>
    public bool Repaired { get; init; }

    /// <summary>The text of the message with its values.</summary>
    [JsonInclude]
    internal MailText Text { get; init; } = MailText.Literal("");

    /// <summary>The code, the target and the message, for lists of findings.</summary>
    public override string ToString() => $"{Code}: {Target}: {Message}";
}
