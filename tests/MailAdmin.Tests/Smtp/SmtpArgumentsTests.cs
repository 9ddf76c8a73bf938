using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Smtp;
using MailAdmin.Protocols.Smtp.Parameters;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;
using MailAdmin.Tests.Sasl;
using Microsoft.Extensions.Logging.Abstractions;

namespace MailAdmin.Tests.Smtp;

public sealed class SmtpArgumentsTests
{
    [Theory]
    [InlineData("<ann@example.test>", "ann@example.test")]
    [InlineData("  <ann@example.test>", "ann@example.test")]
    [InlineData("<@one.test,@two.test:ann@example.test>", "ann@example.test")]
    [InlineData("<\"a b\"@example.test>", "\"a b\"@example.test")]
    [InlineData("<\"a>b\"@example.test>", "\"a>b\"@example.test")]
    [InlineData("<\"a\\\"b\"@example.test>", "\"a\\\"b\"@example.test")]
    [InlineData("<\"a@b\"@example.test>", "\"a@b\"@example.test")]
    [InlineData("<ännchen@example.test>", "ännchen@example.test")]
    public void A_path_is_an_address_in_angle_brackets(string text, string address)
    {
        Assert.True(TryReadPath(text, out SmtpPath path));

        Assert.Equal(EmailAddress.Parse(address), path.Address);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ann@example.test")]
    [InlineData("<ann@example.test")]
    [InlineData("ann@example.test>")]
    [InlineData("<ann@example.test>x")]
    [InlineData("<ann>")]
    [InlineData("<@example.test>")]
    [InlineData("<ann@>")]
    [InlineData("<ann@example..test>")]
    [InlineData("<ann@ex ample.test>")]
    [InlineData("<ann @example.test>")]
    [InlineData("<a\"b@example.test>")]
    [InlineData("<ann@[300.0.2.1]>")]
    [InlineData("<ann@[IPv6:192.0.2.1]>")]
    [InlineData("<ann@[2001:db8::1]>")]
    [InlineData("<ann@[192.0.2]>")]
    [InlineData("<\u0001@example.test>")]
    [InlineData("<<ann@example.test>>")]
    public void What_is_no_path_is_not_read(string text)
    {
        Assert.False(TryReadPath(text, out _));
    }

    [Theory]
    [InlineData("<root@[192.0.2.1]>", "192.0.2.1")]
    [InlineData("<root@[IPv6:2001:db8::1]>", "2001:db8::1")]
    [InlineData("<root@[ipv6:::1]>", "::1")]
    public void An_address_literal_is_read(string text, string address)
    {
        Assert.True(TryReadPath(text, out SmtpPath path));

        Assert.Equal(address, path.Literal?.ToString());
        Assert.Equal("root", path.LocalPart);
    }

    [Fact]
    public void The_null_path_and_the_postmaster_are_read()
    {
        Assert.True(TryReadPath("<>", out SmtpPath none) && none.IsNull);
        Assert.True(TryReadPath("<PostMaster>", out SmtpPath postmaster) && postmaster.IsPostmaster);
    }

    [Theory]
    [InlineData(" SIZE=100", null)]
    [InlineData(" size=99999999999999999999 BODY=8BITMIME SMTPUTF8 AUTH=<>", null)]
    [InlineData(" BODY=7bit", null)]
    [InlineData(" SIZE=", "5.5.4")]
    [InlineData(" SIZE", "5.5.4")]
    [InlineData(" SIZE=-1", "5.5.4")]
    [InlineData(" SIZE=1a", "5.5.4")]
    [InlineData(" SIZE=1 SIZE=1", "5.5.4")]
    [InlineData(" SIZE=999999999999999999999", "5.5.4")]
    [InlineData(" BODY=BINARYMIME", null)]
    [InlineData(" BODY=BINARY", "5.5.4")]
    [InlineData(" SMTPUTF8=yes", "5.5.4")]
    [InlineData(" RET=FULL ENVID=a+2Bb", null)]
    [InlineData(" RET=FULL RET=FULL", "5.5.4")]
    [InlineData(" ENVID=a+", "5.5.4")]
    [InlineData(" HOLDFOR=60 BY=60;RT", null)]
    [InlineData(" NOTIFY=NEVER", "5.5.4")]
    [InlineData(" =1", "5.5.4")]
    [InlineData(" -A=1", "5.5.4")]
    [InlineData(" A=b=c", "5.5.4")]
    [InlineData("SIZE=1", "5.5.4")]
    public void Parameters_of_MAIL_are_read_or_refused(string text, string? enhanced)
    {
        SmtpArguments arguments = new(Encoding.UTF8.GetBytes(text));

        SmtpReply? refusal = ParameterList.Read(MailParameters.All, Submission(), ref arguments, new MailParameters());

        Assert.Equal(enhanced, refusal?.Enhanced);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("17 LAST", 17)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("", -1)]
    [InlineData("-1", -1)]
    [InlineData("+1", -1)]
    [InlineData("1x", -1)]
    [InlineData("9223372036854775808", -1)]
    public void A_number_is_digits_that_fit(string text, long number)
    {
        SmtpArguments arguments = new(Encoding.ASCII.GetBytes(text));

        bool read = arguments.TryReadNumber(out long value);

        Assert.Equal(number, read ? value : -1);
    }

    [Fact]
    public void Whatever_octets_come_nothing_is_thrown()
    {
        Gen<byte[]> bytes = Gen.OneOf(
            Gen.Choose(0, 255).Select(value => (byte)value),
            Gen.Elements("<>@:;,.\"\\{}[] +-=abFNRTxZ10".Select(c => (byte)c).ToArray())).ArrayOf();
        SmtpSession session = Submission();
        session.Begin(new SmtpTransaction { Options = new MessageOptions { UsesUtf8 = true } });
        Prop.ForAll(bytes.ToArbitrary(), text =>
        {
            SmtpArguments path = new(text);
            path.TryReadPath(out _);
            SmtpArguments parameters = new([(byte)' ', .. text]);
            ParameterList.Read(MailParameters.All, session, ref parameters, new MailParameters());
            SmtpArguments more = new([(byte)' ', .. text]);
            ParameterList.Read(RcptParameters.All, session, ref more, new RcptParameters());
            foreach (SmtpParameter<MailParameters> parameter in MailParameters.All)
            {
                parameter.Read(session, text, new MailParameters());
            }

            foreach (SmtpParameter<RcptParameters> parameter in RcptParameters.All)
            {
                parameter.Read(session, text, new RcptParameters());
            }

            new SmtpArguments(text).TryReadNumber(out _);
            new SmtpArguments(text).TryReadClientName(out _);
            SmtpCommandTable.Commands.Find(text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000).WithReplay(20_260_701, 1));
    }

    private static SmtpSession Submission() =>
        new(
            new OneUser("user", ScramCredential.Create("secret", 4_096)).CreateSession(MailProtocol.Submission),
            NullLogger.Instance,
            SmtpCommandTable.Commands);

    private static bool TryReadPath(string text, out SmtpPath path) =>
        new SmtpArguments(Encoding.UTF8.GetBytes(text)).TryReadPath(out path);
}
