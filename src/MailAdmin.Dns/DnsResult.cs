namespace MailAdmin.Dns;

/// <summary>How a question to the DNS ended.</summary>
public enum DnsOutcome
{
    /// <summary>There are records.</summary>
    Found,

    /// <summary>The name exists, without records of this type.</summary>
    NoData,

    /// <summary>The name does not exist (NXDOMAIN). RFC 1035 §4.1.1</summary>
    NoName,

    /// <summary>A name server answered with an error: SERVFAIL, REFUSED, or something that cannot be read.</summary>
    ServerFailed,

    /// <summary>No name server answered in time, or none could be reached.</summary>
    NoAnswer,
}

/// <summary>An answer of the DNS.</summary>
/// <typeparam name="T">The content of a record.</typeparam>
/// <param name="Outcome">How it ended.</param>
/// <param name="Records">The records; empty when there are none.</param>
/// <param name="Problem">Why it is unknown, in English; null when it is known.</param>
public sealed record DnsResult<T>(DnsOutcome Outcome, IReadOnlyList<T> Records, string? Problem)
{
    /// <summary>Whether it is certain that there are no such records.</summary>
    public bool IsNone => Outcome is DnsOutcome.NoData or DnsOutcome.NoName;

    /// <summary>Whether it is unknown whether there are records.</summary>
    public bool IsUnknown => Outcome is DnsOutcome.ServerFailed or DnsOutcome.NoAnswer;
}

/// <summary>A host that accepts the mail of a domain. RFC 1035 §3.3.9</summary>
/// <param name="Preference">The lowest comes first.</param>
/// <param name="Host">Its name in lower-case A-labels; empty for the null MX of RFC 7505.</param>
public sealed record MxEntry(int Preference, string Host);

/// <summary>Where a service is. RFC 2782</summary>
/// <param name="Priority">The lowest comes first.</param>
/// <param name="Weight">The share among those of equal priority.</param>
/// <param name="Port">The port.</param>
/// <param name="Host">The name of the host; empty when the service is not offered.</param>
public sealed record ServiceEntry(int Priority, int Weight, int Port, string Host);

/// <summary>A certificate that a service may have. RFC 6698 §2.1</summary>
/// <param name="Usage">0 and 1: checked by authorities too; 2: an authority; 3: the certificate itself.</param>
/// <param name="Selector">0: the whole certificate; 1: its public key.</param>
/// <param name="Matching">0: itself; 1: SHA-256; 2: SHA-512.</param>
/// <param name="Data">The data, in hexadecimal digits.</param>
public sealed record TlsaEntry(int Usage, int Selector, int Matching, string Data);
