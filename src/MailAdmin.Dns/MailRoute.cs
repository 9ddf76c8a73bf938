using System.Net;

namespace MailAdmin.Dns;

/// <summary>A host that takes mail.</summary>
/// <param name="Name">Its name, in A-labels.</param>
/// <param name="Preference">The preference of its MX record; 0 without one.</param>
/// <param name="Addresses">Its addresses, at least one, in the order in which they are to be tried.</param>
public sealed record MailExchanger(string Name, int Preference, IReadOnlyList<IPAddress> Addresses);

/// <summary>Why there is no host.</summary>
/// <param name="IsPermanent">Whether asking again is of no use.</param>
/// <param name="StatusCode">The enhanced status code. RFC 3463, RFC 7505 §5</param>
/// <param name="Reason">Why, in English, for a report.</param>
public sealed record RouteFailure(bool IsPermanent, string StatusCode, string Reason);

/// <summary>Where mail of a domain goes: hosts, or why there is none.</summary>
/// <param name="Hosts">In the order in which they are to be tried; empty if there is a failure.</param>
/// <param name="IsImplicit">Whether the domain has no MX record and is its own host.</param>
/// <param name="Failure">Why there is none; null: there is one.</param>
public sealed record MailRoute(IReadOnlyList<MailExchanger> Hosts, bool IsImplicit, RouteFailure? Failure)
{
    /// <summary>A route that leads nowhere.</summary>
    public static MailRoute To(RouteFailure failure) => new([], false, failure);
}

/// <summary>What this host is known by.</summary>
/// <param name="Name">Its name; null: none.</param>
/// <param name="Addresses">Its addresses; empty: it is known by its name only.</param>
public sealed record OwnHost(DomainName? Name, IReadOnlyCollection<IPAddress> Addresses)
{
    /// <summary>Whether a host is this one.</summary>
    public bool Is(string name, IEnumerable<IPAddress> addresses) =>
        name == Name?.Ascii || addresses.Any(Addresses.Contains);
}
