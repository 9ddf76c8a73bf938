namespace MailAdmin.Tests.Dialogues;

/// <summary>One step of a dialogue, with the line of the file on which it stands.</summary>
internal abstract record DialogueStep(int Line);

/// <summary><c>C1: …</c> or <c>C1> …</c>: the client sends bytes (one a char).</summary>
internal sealed record SendStep(int Line, int Connection, string Bytes) : DialogueStep(Line);

/// <summary><c>S1: …</c>: the server sends a response that matches.</summary>
internal sealed record ExpectStep(int Line, int Connection, string Pattern) : DialogueStep(Line);

/// <summary><c>S1 closes</c>: the server closes the connection.</summary>
internal sealed record ExpectCloseStep(int Line, int Connection) : DialogueStep(Line);

/// <summary><c>C1 opens</c>, <c>C1 closes</c>, <c>C1 starttls</c>.</summary>
internal sealed record ConnectionStep(int Line, int Connection, string Action) : DialogueStep(Line);

/// <summary><c>clock 00:05:00</c>: time passes.</summary>
internal sealed record ClockStep(int Line, TimeSpan Time) : DialogueStep(Line);

/// <summary><c>stop</c>: the server is told to stop.</summary>
internal sealed record StopStep(int Line) : DialogueStep(Line);

/// <summary><c>deliver address &lt;file.eml&gt;</c>: a message comes into INBOX from elsewhere.</summary>
internal sealed record DeliverStep(int Line, string Address, string Bytes) : DialogueStep(Line);

/// <summary><c>messages address mailbox n</c>: so many messages are in a mailbox.</summary>
internal sealed record CountStep(int Line, string Address, string Mailbox, int Count) : DialogueStep(Line);

/// <summary><c>queued n</c>: so many messages wait to be sent.</summary>
internal sealed record QueueCountStep(int Line, int Count) : DialogueStep(Line);

/// <summary><c>queue n pattern</c>: the n-th message that waits to be sent is this.</summary>
internal sealed record QueueStep(int Line, int Number, string Pattern) : DialogueStep(Line);

/// <summary><c>traced pattern</c>: the trace has such an event.</summary>
internal sealed record TraceStep(int Line, string Pattern) : DialogueStep(Line);

/// <summary><c>message address mailbox n</c> with <c>M:</c> lines: the n-th message of a mailbox is this.</summary>
internal sealed record ContentStep(
    int Line, string Address, string Mailbox, int Number, IReadOnlyList<string> Patterns) : DialogueStep(Line);
