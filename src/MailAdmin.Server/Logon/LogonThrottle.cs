using System.Net;
using MailAdmin.Contracts;
using MailAdmin.Server.Network;

namespace MailAdmin.Server.Logon;

/// <summary>
/// Keeps those who guess passwords from going on: counts failed logons of each client address and blocks those with too
/// many, and counts those of each account from everywhere and slows down what comes for it from networks that it never
/// logged on from.
/// </summary>
/// <remarks>
/// An account is never locked: otherwise anybody could lock anybody. The right password still logs on, at once from the
/// networks that the account uses and after some seconds from others. A right password clears no count: otherwise the
/// owner of one account could try passwords for the others without a limit. User names that do not exist count too, so
/// that they cannot be told apart.
/// </remarks>
internal sealed class LogonThrottle(TimeProvider timeProvider)
{
    // Twice the limit of an address: one address alone is blocked before it slows an account down.
    private const int AccountFactor = 2;
    private const int Capacity = 50_000;

    // The longest address: a path of 256 octets without its angle brackets. RFC 5321 §4.5.3.1.3
    private const int MaxUserName = 254;
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(8);

    private readonly FailureTable<IPAddress> addresses = new(Capacity, timeProvider);
    private readonly FailureTable<string> accounts = new(Capacity, timeProvider);
    private readonly KnownNetworks known = new();

    /// <summary>Whether an address is blocked.</summary>
    public bool IsBlocked(IPAddress address, int limit) =>
        limit > 0 && addresses.Find(ClientAddress.KeyOf(address)) is { } entry && entry.Failures >= limit;

    /// <summary>How long a logon waits that comes from a network which its account does not use.</summary>
    /// <param name="userName">The address of the account, or what the client named.</param>
    /// <param name="limit">The failures that block an address; 0: never.</param>
    public TimeSpan DelayFor(string userName, int limit)
    {
        int allowed = limit * AccountFactor;
        if (allowed <= 0 || accounts.Find(userName) is not { } entry || entry.Failures < allowed)
        {
            return TimeSpan.Zero;
        }

        // 1, 2, 4, 8 seconds: with each so many failures more it doubles.
        int doubled = Math.Min(3, (entry.Failures / allowed) - 1);
        return TimeSpan.FromSeconds(Math.Min(1 << doubled, MaxDelay.TotalSeconds));
    }

    /// <summary>Whether an account uses the network of an address.</summary>
    public bool IsKnown(AccountId account, IPAddress address) => known.Contains(account, address);

    /// <summary>Records a logon.</summary>
    public void RecordSuccess(AccountId account, IPAddress address) => known.Add(account, address);

    /// <summary>Counts a failure.</summary>
    /// <param name="cause">The logon, with the address of the account, or what the client named.</param>
    /// <param name="address">The client.</param>
    /// <param name="isKnown">Whether the account uses the network: a device with an old password is no attack.</param>
    /// <param name="settings">The limit and the time.</param>
    public FailureCount CountFailure(FailureCause cause, IPAddress address, bool isKnown, StoreSettings settings)
    {
        int limit = settings.LogonFailureLimit;
        if (limit <= 0)
        {
            return default;
        }

        TimeSpan duration = settings.LogonBlockDuration;
        FailureEntry ofAddress = addresses.Add(ClientAddress.KeyOf(address), limit, duration, cause);
        DateTimeOffset? until = ofAddress.Failures == limit ? timeProvider.GetUtcNow() + duration : null;
        if (isKnown || cause.UserName.Length > MaxUserName)
        {
            return new FailureCount(until, 0);
        }

        int allowed = (int)Math.Min((long)limit * AccountFactor, int.MaxValue);
        FailureEntry ofAccount = accounts.Add(cause.UserName, allowed, duration, cause);
        return new FailureCount(until, ofAccount.Failures % allowed == 0 ? ofAccount.Failures : 0);
    }

    /// <summary>The addresses that are blocked and the accounts that are slowed down, the newest first.</summary>
    public IReadOnlyList<MailLogonBlock> List(int limit) => limit <= 0
        ? []
        :
        [
            .. addresses.List(limit)
                .Select(one => ToBlock(one.Entry, one.Since, one.Until) with
                {
                    ClientAddress = Network.ClientAddress.Show(one.Key),
                    Effect = MailLogonEffect.Blocked,
                })
                .Concat(accounts.List(limit * AccountFactor).Select(one => ToBlock(one.Entry, one.Since, one.Until) with
                {
                    Account = one.Key,
                    Effect = MailLogonEffect.Slowed,
                }))
                .OrderByDescending(block => block.Until),
        ];

    /// <summary>Ends the block of an address; false when it has no failures.</summary>
    public bool Remove(IPAddress address) => addresses.Remove(ClientAddress.KeyOf(address));

    /// <summary>Ends the slowing down of an account; false when it has no failures.</summary>
    public bool Remove(string userName) => accounts.Remove(userName);

    private static MailLogonBlock ToBlock(FailureEntry entry, DateTimeOffset since, DateTimeOffset until) => new()
    {
        Failures = entry.Failures,
        Since = since.LocalDateTime,
        Until = until.LocalDateTime,
        LastUserName = entry.Last.UserName,
        LastClientAddress = entry.Last.ClientAddress,
        LastProtocol = entry.Last.Protocol,
    };
}

/// <summary>What a failure brought about.</summary>
/// <param name="BlockedUntil">The end of the block that it began; null: it began none.</param>
/// <param name="AccountFailures">The failures of the account when they have to be reported; otherwise 0.</param>
internal readonly record struct FailureCount(DateTimeOffset? BlockedUntil, int AccountFailures);
