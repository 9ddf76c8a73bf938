using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Sasl;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Tests.Sasl;

public sealed class SaslServerTests
{
    [Fact]
    public void The_name_of_a_client_is_shown_without_what_a_terminal_obeys()
    {
        SessionContext session = new OneUser("user", ScramCredential.Create("secret", 4_096)).CreateSession();

        session.Client = "phone\u001b[2J";

        Assert.Equal("phone\\u001B[2J", session.Client);
    }

    private static readonly ScramCredential Secret = ScramCredential.Derive("sécret", new byte[16], 4_096);
    private readonly OneUser users = new("ann@example.test", Secret);

    [Theory]
    [InlineData("\0ann@example.test\0sécret", SaslStatus.Succeeded)]
    [InlineData("ann@example.test\0ann@example.test\0sécret", SaslStatus.Succeeded)]
    [InlineData("Ann@EXAMPLE.test\0ann@example.test\0sécret", SaslStatus.Succeeded)]
    [InlineData("bob@example.test\0ann@example.test\0sécret", SaslStatus.NotAuthorized)]
    [InlineData("\0ann@example.test\0Secret", SaslStatus.Refused)]
    [InlineData("\0bob@example.test\0sécret", SaslStatus.Refused)]
    [InlineData("\0ann@example.test\0", SaslStatus.Malformed)]
    [InlineData("\0\0sécret", SaslStatus.Malformed)]
    [InlineData("ann@example.test\0sécret", SaslStatus.Malformed)]
    [InlineData("\0ann@example.test\0sé\0cret", SaslStatus.Malformed)]
    [InlineData("", SaslStatus.Malformed)]
    internal async Task PLAIN_takes_three_fields(string message, SaslStatus status)
    {
        SaslServer server = new(SaslMechanism.Plain, users.CreateSession());

        SaslStep step = await server.StartAsync(ToBase64(message), default);

        Assert.Equal(status, step.Status);
    }

    [Fact]
    public async Task PLAIN_without_an_initial_response_gets_an_empty_challenge()
    {
        SaslServer server = new(SaslMechanism.Plain, users.CreateSession());

        SaslStep first = await server.StartAsync();
        SaslStep second = await server.ContinueAsync(ToBase64("\0ann@example.test\0sécret"), default);

        Assert.True(first is { Status: SaslStatus.Challenge, Challenge.IsEmpty: true });
        Assert.Equal(SaslStatus.Succeeded, second.Status);
    }

    [Fact]
    public async Task LOGIN_asks_for_user_name_and_password()
    {
        SaslServer server = new(SaslMechanism.Login, users.CreateSession());

        SaslStep first = await server.StartAsync();
        SaslStep second = await server.ContinueAsync(ToBase64("ann@example.test"), default);
        SaslStep third = await server.ContinueAsync(ToBase64("sécret"), default);

        Assert.Equal("Username:", Encoding.ASCII.GetString(first.Challenge.Span));
        Assert.Equal("Password:", Encoding.ASCII.GetString(second.Challenge.Span));
        Assert.Equal(SaslStatus.Succeeded, third.Status);
    }

    [Fact]
    public async Task LOGIN_takes_the_user_name_as_the_initial_response()
    {
        SaslServer server = new(SaslMechanism.Login, users.CreateSession());

        SaslStep first = await server.StartAsync(ToBase64("ann@example.test"), default);

        Assert.Equal("Password:", Encoding.ASCII.GetString(first.Challenge.Span));
    }

    [Theory]
    [InlineData("YQ")]
    [InlineData("YQ=")]
    [InlineData("Y Q=")]
    [InlineData("YQ== ")]
    [InlineData("====")]
    [InlineData("ü")]
    public async Task What_is_not_BASE64_is_malformed(string line)
    {
        SaslServer server = new(SaslMechanism.Login, users.CreateSession());

        await server.StartAsync();

        Assert.Equal(SaslStatus.Malformed, (await server.ContinueAsync(Encoding.UTF8.GetBytes(line), default)).Status);
    }

    [Fact]
    public async Task A_star_gives_up()
    {
        SaslServer server = new(SaslMechanism.Plain, users.CreateSession());

        await server.StartAsync();

        Assert.Equal(SaslStatus.Cancelled, (await server.ContinueAsync("*"u8, default)).Status);
        Assert.Empty(users.Attempts);
    }

    [Fact]
    public async Task The_user_name_is_prepared_before_it_is_looked_up()
    {
        SaslServer server = new(SaslMechanism.Plain, users.CreateSession());

        // A soft hyphen is mapped to nothing, a full-width letter to the letter. RFC 4013 §2
        SaslStep step = await server.StartAsync(ToBase64("\0\uFF41n\u00ADn@example.test\0sécret"), default);

        Assert.Equal(SaslStatus.Succeeded, step.Status);
        Assert.Equal("ann@example.test", Assert.Single(users.Attempts).UserName);
    }

    private static byte[] ToBase64(string text) =>
        Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));
}
