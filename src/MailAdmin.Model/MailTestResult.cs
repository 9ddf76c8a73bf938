namespace MailAdmin;

/// <summary>The layers between a person and their mail, lowest first. A failure explains those above it.</summary>
public enum MailTestLayer
{
    /// <summary>The network of this machine.</summary>
    Network,

    /// <summary>Name resolution.</summary>
    Dns,

    /// <summary>The registration of the domain.</summary>
    Domain,

    /// <summary>The connection to the port.</summary>
    Port,

    /// <summary>TLS and the certificate.</summary>
    Tls,

    /// <summary>The greeting of the server.</summary>
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
    /// <summary>The check found no problem.</summary>
    Pass,

    /// <summary>It works, but should be corrected.</summary>
    Warning,

    /// <summary>The check found a problem.</summary>
    Fail,

    /// <summary>The check was not made, because a lower layer failed or a value for it was not given.</summary>
    Skipped,
}

/// <summary>One check of a diagnosis. A failed check is a result, not an error.</summary>
public sealed record MailTestResult
{
    /// <summary>What was tested: an address or a server.</summary>
    public required string Target { get; init; }

    /// <summary>The protocol.</summary>
    public MailProtocol? Protocol { get; init; }

    /// <summary>The server.</summary>
    public string? Server { get; init; }

    /// <summary>The port.</summary>
    public int? Port { get; init; }

    /// <summary>The layer.</summary>
    public required MailTestLayer Layer { get; init; }

    /// <summary>The name of the check.</summary>
    public required string Check { get; init; }

    /// <summary>How it ended.</summary>
    public required MailTestStatus Status { get; init; }

    /// <summary>The cause; the same in every language; <c>Ok</c> when nothing is wrong.</summary>
    public required string Code { get; init; }

    /// <summary>What was found, in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>Why, for people who do not know the protocol.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>What to do.</summary>
    public string Suggestion { get; init; } = "";

    /// <summary>A command that does it, ready to run; empty when none does.</summary>
    public string FixCommand { get; init; } = "";

    /// <summary>The dialogue with the server, without secrets and content.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>How long the check took.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The code, which is what scripts compare and what a property of another object shows.</summary>
    public override string ToString() => Code;
}

/// <summary>A diagnosis as one object.</summary>
public sealed record MailTestSummary
{
    /// <summary>What was tested.</summary>
    public required string Target { get; init; }

    /// <summary>Whether nothing failed.</summary>
    public bool Succeeded { get; init; }

    /// <summary>The one result that explains the rest; null when nothing failed.</summary>
    public MailTestResult? RootCause { get; init; }

    /// <summary>All results, lowest layer first.</summary>
    public IReadOnlyList<MailTestResult> Checks
    {
        get;
        init => field = SemicolonList.Of(value);
    } = SemicolonList.Empty<MailTestResult>();
}
