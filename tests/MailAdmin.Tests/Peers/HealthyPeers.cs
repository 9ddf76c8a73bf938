using MailAdmin.Tests.Diagnostics;

namespace MailAdmin.Tests.Peers;

/// <summary>
/// A healthy Dovecot and a healthy Postfix that asks it about passwords and quotas, shared by the tests of a class.
/// Each starts when the first test asks for it, so that a test is skipped where it is not installed.
/// </summary>
public sealed class HealthyPeers : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("healthy-peers").FullName;
    private readonly Lazy<Task<DovecotServer>> dovecot;
    private readonly Lazy<Task<PostfixServer>> postfix;
    private readonly string chain;

    public HealthyPeers()
    {
        chain = WriteChain("chain.pem", 60);
        dovecot = new(() => DovecotServer.StartAsync());
        postfix = new(() => StartPostfixAsync());
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    internal Task<DovecotServer> DovecotAsync() => dovecot.Value;

    internal Task<PostfixServer> PostfixAsync() => postfix.Value;

    /// <summary>A Postfix of its own with other settings, at the shared Dovecot.</summary>
    internal async Task<PostfixServer> StartPostfixAsync(params string[] settings)
    {
        DovecotServer peer = await DovecotAsync();
        return await PostfixServer.StartAsync(
            PostfixServer.FreePort(),
            1,
            [
                "smtpd_tls_security_level = may",
                "smtpd_tls_auth_only = yes",
                $"smtpd_tls_chain_files = {chain}",
                "smtpd_sasl_auth_enable = yes",
                "smtpd_sasl_type = dovecot",
                $"smtpd_sasl_path = inet:127.0.0.1:{peer.LogonPort}",
                "mynetworks = 192.0.2.0/24",
                "smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination",
                $"smtpd_recipient_restrictions = check_policy_service inet:127.0.0.1:{peer.QuotaPort}, permit",
                "virtual_mailbox_maps = inline:{ ann@peer.test=box/, full@peer.test=box/ }",
                .. settings,
            ]);
    }

    /// <summary>A file with a certificate that ran out, and its key.</summary>
    internal string WriteExpiredChain() => WriteChain("expired.pem", -2);

    public async ValueTask DisposeAsync()
    {
        if (postfix is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await PostfixAsync()).DisposeAsync();
        }

        if (dovecot is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await DovecotAsync()).DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private string WriteChain(string name, int untilDays)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, TestCertificates.IssuePem("localhost", -30, untilDays));
        return path;
    }
}
