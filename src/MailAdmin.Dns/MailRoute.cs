using System.Net;

namespace MailAdmin.Dns;

/// <summary>A host that accepts mail.</summary>
/// <param name="Name">Its name, in A-labels.</param>
/// <param name="Preference">The preference of its MX record; 0 without one.</param>
/// <param name="Addresses">Its addresses, at least one, in the order in which to try them.</param>
public sealed record MailExchanger(string Name, int Preference, IReadOnlyList<IPAddress> Addresses);

/// <summary>Why there is no host.</summary>
/// <param name="IsPermanent">Whether another attempt is useless.</param>
/// <param name="StatusCode">The enhanced status code. RFC 3463, RFC 7505 §5</param>
/// <param name="Reason">Why, in English, for a report.</param>
public sealed record RouteFailure(bool IsPermanent, string StatusCode, string Reason);

/// <summary>The hosts to which mail of a domain goes, or why there are none.</summary>
/// <param name="Hosts">The hosts in the order in which to try them; empty after a failure.</param>
/// <param name="IsImplicit">Whether the domain has no MX record and is its own host.</param>
/// <param name="Failure">Why there is no host; null when there is one.</param>
public sealed record MailRoute(IReadOnlyList<MailExchanger> Hosts, bool IsImplicit, RouteFailure? Failure)
{
    /// <summary>A route without hosts.</summary>
    public static MailRoute Failed(RouteFailure failure) => new([], false, failure);
}

/// <summary>The identity of this host.</summary>
/// <param name="Name">Its name; null when it has none.</param>
/// <param name="Addresses">Its addresses; empty when only its name is known.</param>
public sealed record OwnHost(DomainName? Name, IReadOnlyCollection<IPAddress> Addresses)
{
    /// <summary>Whether a host is this one.</summary>
    public bool Is(string name, IEnumerable<IPAddress> addresses) =>
        name == Name?.Ascii || addresses.Any(Addresses.Contains);
}
