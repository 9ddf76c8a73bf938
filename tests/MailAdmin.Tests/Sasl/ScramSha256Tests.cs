using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Sasl;

namespace MailAdmin.Tests.Sasl;

/// <summary>Against the example of RFC 7677 §3, which is independent of this code.</summary>
public sealed class ScramSha256Tests
{
    private const string ClientFirst = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
    private const string ServerFirst =
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private const string FinalStart = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private const string Proof = "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static readonly ScramCredential Pencil =
        ScramCredential.Derive("pencil", Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="), 4_096);

    [Fact]
    public async Task The_example_of_the_RFC_succeeds()
    {
        OneUser users = new("user", Pencil);
        ScramSha256Exchange exchange = Begin(users);

        SaslStep first = await StepAsync(exchange, ClientFirst);
        SaslStep final = await StepAsync(exchange, $"{FinalStart},p={Proof}");
        SaslStep end = await StepAsync(exchange, "");

        Assert.Equal(ServerFirst, Encoding.ASCII.GetString(first.Challenge.Span));
        Assert.Equal("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", Encoding.ASCII.GetString(final.Challenge.Span));
        Assert.Equal(SaslStatus.Succeeded, end.Status);
        Assert.Same(users.Account, end.Account);
    }

    [Fact]
    public async Task A_wrong_proof_is_refused_without_a_signature()
    {
        ScramSha256Exchange exchange = Begin(new OneUser("user", Pencil));

        await StepAsync(exchange, ClientFirst);
        SaslStep step = await StepAsync(exchange, $"{FinalStart},p={Proof.Replace('d', 'e')}");

        Assert.Equal(SaslStatus.Refused, step.Status);
        Assert.Equal(MailError.LogonFailed, step.Refusal);
        Assert.True(step.Challenge.IsEmpty);
    }

    [Fact]
    public async Task A_disabled_account_gets_no_signature_either()
    {
        ScramSha256Exchange exchange = Begin(new OneUser("user", Pencil) { Refusal = MailError.AccountDisabled });

        await StepAsync(exchange, ClientFirst);
        SaslStep step = await StepAsync(exchange, $"{FinalStart},p={Proof}");

        Assert.Equal(SaslStatus.Refused, step.Status);
        Assert.Equal(MailError.AccountDisabled, step.Refusal);
    }

    [Theory]
    [InlineData("y,,n=user,r=abc", SaslStatus.Challenge)]
    [InlineData("n,a=user,n=user,r=abc", SaslStatus.Challenge)]
    [InlineData("n,,n=us=2Cer=3D,r=abc,x=extension", SaslStatus.Challenge)]
    [InlineData("p=tls-unique,,n=user,r=abc", SaslStatus.Malformed)]
    [InlineData("n,a=other,n=user,r=abc", SaslStatus.NotAuthorized)]
    [InlineData("n,user,n=user,r=abc", SaslStatus.Malformed)]
    [InlineData("n,,m=must,n=user,r=abc", SaslStatus.Malformed)]
    [InlineData("n,,n=us=er,r=abc", SaslStatus.Malformed)]
    [InlineData("n,,n=us=2cer,r=abc", SaslStatus.Malformed)]
    [InlineData("n,,n=,r=abc", SaslStatus.Malformed)]
    [InlineData("n,,n=user,r=", SaslStatus.Malformed)]
    [InlineData("n,,n=user,r=a b", SaslStatus.Malformed)]
    [InlineData("n,,r=abc,n=user", SaslStatus.Malformed)]
    [InlineData("x,,n=user,r=abc", SaslStatus.Malformed)]
    [InlineData("n,n=user,r=abc", SaslStatus.Malformed)]
    [InlineData("n,,n=user", SaslStatus.Malformed)]
    [InlineData("", SaslStatus.Malformed)]
    [InlineData("n", SaslStatus.Malformed)]
    [InlineData("n,,n=\u0007,r=abc", SaslStatus.Malformed)]
    internal async Task The_first_message_follows_the_grammar(string message, SaslStatus status)
    {
        SaslStep step = await StepAsync(Begin(new OneUser("user", Pencil)), message);

        Assert.Equal(status, step.Status);
    }

    [Theory]
    [InlineData("c=eSws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=" + Proof)]
    [InlineData("c=biws,r=rOprNGfwEbeRWgbNEkqO,p=" + Proof)]
    [InlineData("c=biws,p=" + Proof)]
    [InlineData(FinalStart)]
    [InlineData(FinalStart + ",p=*")]
    [InlineData("")]
    public async Task The_final_message_must_repeat_header_and_nonce(string message)
    {
        ScramSha256Exchange exchange = Begin(new OneUser("user", Pencil));

        await StepAsync(exchange, ClientFirst);

        Assert.Equal(SaslStatus.Malformed, (await StepAsync(exchange, message)).Status);
    }

    [Fact]
    public async Task With_a_channel_the_client_must_bind_to_it()
    {
        ScramChannelBinding channel = new("tls-exporter", [1, 2, 3]);
        OneUser users = new("user", Pencil);

        SaslStep unbound = await StepAsync(Begin(users, channel), ClientFirst);
        SaslStep wrongKind = await StepAsync(Begin(users, channel), "p=tls-unique,,n=user,r=abc");
        SaslStep bound = await StepAsync(Begin(users, channel), "p=tls-exporter,,n=user,r=abc");

        Assert.Equal(SaslStatus.Malformed, unbound.Status);
        Assert.Equal(SaslStatus.Malformed, wrongKind.Status);
        Assert.Equal(SaslStatus.Challenge, bound.Status);
    }

    [Fact]
    public async Task A_client_that_was_not_shown_the_binding_mechanism_is_refused()
    {
        OneUser users = new("user", Pencil);

        SaslStep deceived = await StepAsync(
            new ScramSha256Exchange(users.CreateSession(), "SCRAM-SHA-256", null, () => "x") { CouldBind = true },
            "y,,n=user,r=abc");
        SaslStep unable = await StepAsync(
            new ScramSha256Exchange(users.CreateSession(), "SCRAM-SHA-256", null, () => "x") { CouldBind = true },
            "n,,n=user,r=abc");

        Assert.Equal(SaslStatus.Malformed, deceived.Status);
        Assert.Equal(SaslStatus.Challenge, unable.Status);
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 }, SaslStatus.Refused)]
    [InlineData(new byte[] { 1, 2, 4 }, SaslStatus.Malformed)]
    [InlineData(new byte[0], SaslStatus.Malformed)]
    internal async Task The_channel_that_the_client_saw_must_be_this_one(byte[] seen, SaslStatus status)
    {
        ScramSha256Exchange exchange =
            Begin(new OneUser("user", Pencil), new ScramChannelBinding("tls-server-end-point", [1, 2, 3]));

        await StepAsync(exchange, "p=tls-server-end-point,,n=user,r=rOprNGfwEbeRWgbNEkqO");
        string binding = Convert.ToBase64String([.. "p=tls-server-end-point,,"u8, .. seen]);
        SaslStep step =
            await StepAsync(exchange, $"c={binding},r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p={Proof}");

        // The proof is of another exchange, so the right channel leads as far as that.
        Assert.Equal(status, step.Status);
    }

    private static ScramSha256Exchange Begin(OneUser users, ScramChannelBinding? channel = null) =>
        new(users.CreateSession(), "SCRAM-SHA-256", channel, () => "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");

    private static async Task<SaslStep> StepAsync(ScramSha256Exchange exchange, string message) =>
        await exchange.StepAsync(Encoding.UTF8.GetBytes(message), default);
}
