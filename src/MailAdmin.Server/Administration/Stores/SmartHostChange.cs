using MailAdmin.Server.Arguments;
using MailAdmin.Server.Secrets;

namespace MailAdmin.Server.Administration.Stores;

/// <summary>
/// A smart host and the logon for it, of a store or a domain. A logon belongs to the host that it was given for: with
/// another host it goes, so that no password is sent to a server that it was not meant for.
/// </summary>
internal sealed class SmartHostChange
{
    private readonly bool isHostGiven;
    private readonly bool isLogonGiven;
    private readonly string? host;
    private readonly string? userName;
    private readonly byte[]? secret;

    /// <exception cref="MailException">InvalidArgument: the host.</exception>
    public SmartHostChange(
        IReadOnlySet<string> given, string? host, string? userName, string? password, SecretBox secrets)
    {
        isHostGiven = given.Contains(nameof(MailStore.SmartHost));
        isLogonGiven = given.Contains(nameof(MailStore.SmartHostUserName));
        this.host = NetworkArguments.SmartHost(host, nameof(MailStore.SmartHost));
        this.userName = userName;
        secret = password is { Length: > 0 } ? secrets.Seal(password) : null;
    }

    /// <summary>What it is afterwards.</summary>
    public (string? Host, string? UserName, byte[]? Secret) ApplyTo(
        string? oldHost, string? oldUserName, byte[]? oldSecret)
    {
        string? newHost = isHostGiven ? host : oldHost;
        if (isLogonGiven)
        {
            return (newHost, userName, secret);
        }

        bool isSameHost = string.Equals(newHost, oldHost, StringComparison.OrdinalIgnoreCase);
        return isSameHost ? (newHost, oldUserName, oldSecret) : (newHost, null, null);
    }
}
