using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailAdmin.Server.Certificates;
using MailAdmin.Tests.Dialogues;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Tests.Server;

public sealed class CertificateTests
{
    [Fact]
    public void The_stores_own_certificate_names_the_host_and_the_loopback_and_stays_the_same()
    {
        using TemporaryFolder folder = new();

        X509Certificate2 made = Make(folder).GetOwn("mail.example.test").Certificate;
        X509Certificate2 again = Make(folder).GetOwn("mail.example.test").Certificate;

        Assert.Equal(made.Thumbprint, again.Thumbprint);
        Assert.True(made.MatchesHostname("mail.example.test"));
        Assert.True(made.MatchesHostname("localhost"));
        Assert.True(made.MatchesHostname("127.0.0.1"));
        Assert.Equal("1.2.840.10045.2.1", made.PublicKey.Oid.Value);
    }

    [Fact]
    public void Only_this_user_can_read_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        using TemporaryFolder folder = new();
        Make(folder).GetOwn("mail.example.test");

        string file = Path.Combine(folder.Path, "certificate.pfx");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void It_is_made_anew_before_it_expires_and_when_the_host_has_another_name()
    {
        using TemporaryFolder folder = new();
        ManualClock clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        CertificateStore store = new(folder.Path, clock, NullLogger<CertificateStore>.Instance);
        string first = store.GetOwn("a.example.test").Certificate.Thumbprint;

        clock.Advance(TimeSpan.FromDays(720));
        string second = store.GetOwn("a.example.test").Certificate.Thumbprint;
        string third = store.GetOwn("b.example.test").Certificate.Thumbprint;

        Assert.Equal(3, new HashSet<string> { first, second, third }.Count);
    }

    [Fact]
    public void One_that_is_not_valid_yet_because_the_clock_went_back_is_made_anew()
    {
        using TemporaryFolder folder = new();
        ManualClock clock = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        CertificateStore store = new(folder.Path, clock, NullLogger<CertificateStore>.Instance);
        X509Certificate2 ahead = store.GetOwn("a.example.test").Certificate;

        clock.Jump(TimeSpan.FromHours(-12));
        Assert.Equal(ahead.Thumbprint, store.GetOwn("a.example.test").Certificate.Thumbprint);
        clock.Jump(TimeSpan.FromDays(-1_000));
        X509Certificate2 now = store.GetOwn("a.example.test").Certificate;

        Assert.InRange(clock.GetUtcNow().UtcDateTime, now.NotBefore.ToUniversalTime(), now.NotAfter.ToUniversalTime());
    }

    [Fact]
    public void One_that_is_damaged_on_disk_is_made_anew()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(Path.Combine(folder.Path, "certificate.pfx"), "no certificate");

        Assert.True(Make(folder).GetOwn("mail.example.test").Certificate.HasPrivateKey);
    }

    [Fact]
    public void A_certificate_without_its_key_is_refused()
    {
        using ECDsa key = ECDsa.Create();
        CertificateRequest request = new("CN=x", key, HashAlgorithmName.SHA256);
        using X509Certificate2 made = request.CreateSelfSigned(
            DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        byte[] pfx = X509CertificateLoader.LoadCertificate(made.RawData).Export(X509ContentType.Pkcs12);

        Assert.Equal(
            MailError.InvalidCertificate, Assert.Throws<MailException>(() => ServerCertificate.FromPfx(pfx)).Error);
    }

    private static CertificateStore Make(TemporaryFolder folder) =>
        new(folder.Path, TimeProvider.System, NullLogger<CertificateStore>.Instance);
}
