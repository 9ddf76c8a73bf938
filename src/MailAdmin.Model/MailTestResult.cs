namespace MailAdmin;

/// <summary>The layers between a person and their mail, lowest first. A failure explains those above it.</summary>
public enum MailTestLayer
{
    /// <summary>The machine's own network.</summary>
    Network,

    /// <summary>Name resolution.</summary>
    Dns,

    /// <summary>The registration of the domain.</summary>
    Domain,

    /// <summary>Reaching the port.</summary>
    Port,

    /// <summary>TLS and the certificate.</summary>
    Tls,

    /// <summary>What the server says first.</summary>
    Greeting,

    /// <summary>User name and password.</summary>
    Logon,

    /// <summary>Opening the mailbox.</summary>
    Mailbox,

    /// <summary>Policies that the domain publishes.</summary>
    Policy,

    /// <summary>Who may send what to whom.</summary>
    Relay,
}

/// <summary>How a check ended.</summary>
public enum MailTestStatus
{
    /// <summary>As it should be.</summary>
    Pass,

    /// <summary>It works, but should be put right.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Fail,

    /// <summary>Not tried, because something below it failed or nothing was given to try it with.</summary>
    Skipped,
}

/// <summary>One check of a diagnosis. A failed check is a result, not an error.</summary>
public sealed record MailTestResult
{
    /// <summary>What was asked about: an address, or a server.</summary>
    public required string Target { get; init; }

    /// <summary>What was spoken.</summary>
    public MailProtocol? Protocol { get; init; }

    /// <summary>The server.</summary>
    public string? Server { get; init; }

    /// <summary>The port.</summary>
    public int? Port { get; init; }

    /// <summary>The layer.</summary>
    public required MailTestLayer Layer { get; init; }

    /// <summary>What was checked, in a few words.</summary>
    public required string Check { get; init; }

    /// <summary>How it ended.</summary>
    public required MailTestStatus Status { get; init; }

    /// <summary>The cause; the same in every language; <c>Ok</c> when nothing is wrong.</summary>
    public required string Code { get; init; }

    /// <summary>What happened, in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>Why that is, for people who do not know the protocol.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>What to do.</summary>
    public string Suggestion { get; init; } = "";

    /// <summary>A command that does it, ready to run; empty when there is none.</summary>
    public string FixCommand { get; init; } = "";

    /// <summary>What was said on the wire, without secrets and content.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>How long the check took.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The result in a line: as a member of another object it stands in one.</summary>
    public override string ToString() => $"{Layer}: {Status} {Code}: {Message}";
}

/// <summary>A diagnosis as one object.</summary>
public sealed record MailTestSummary
{
    /// <summary>What was asked about.</summary>
    public required string Target { get; init; }

    /// <summary>Whether nothing failed.</summary>
    public bool Succeeded { get; init; }

    /// <summary>The one result that explains the rest; null when nothing failed.</summary>
    public MailTestResult? RootCause { get; init; }

    /// <summary>All results, lowest layer first.</summary>
    public IReadOnlyList<MailTestResult> Checks { get; init; } = [];
}
