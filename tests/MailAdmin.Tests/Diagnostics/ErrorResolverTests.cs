using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Errors;
using MailAdmin.Diagnostics.Texts;
using MailAdmin.Texts;

namespace MailAdmin.Tests.Diagnostics;

public sealed partial class ErrorResolverTests
{
    private static readonly ErrorResolver English = new(CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("550 5.7.1 <a@b.example>: Relay access denied", "550 5.7.1", "relay", "RFC 3463 §3.8")]
    [InlineData(
        "550 5.7.1 Service unavailable; Client host [203.0.113.5] blocked using zen.spamhaus.org", "550 5.7.1",
        "blocklist", "RFC 3463 §3.8")]
    [InlineData("5.1.1", "5.1.1", "does not exist", "RFC 3463 §3.2")]
    [InlineData("4.7.25", "4.7.25", "reverse DNS", "RFC 7372 §3")]
    [InlineData("452 4.2.2 The email account is over quota", "452 4.2.2", "full", "RFC 3463 §3.3")]
    [InlineData("451 4.7.1 Greylisting in action, please come back later", "451 4.7.1", "greylisting", "RFC 3463 §3.8")]
    [InlineData(
        "535-5.7.8 Username and Password not accepted", "535 5.7.8", "password is wrong", "RFC 4954 §6, RFC 5248")]
    [InlineData(
        "534-5.7.9 Application-specific password required", "534 5.7.9", "app password", "RFC 4954 §6, RFC 5248")]
    [InlineData("host mx.example[192.0.2.1] said: 556 no mail here", "556", "takes no mail", "RFC 7504 §4")]
    [InlineData(
        "a1 NO [AUTHENTICATIONFAILED] Invalid credentials", "AUTHENTICATIONFAILED", "password is wrong", "RFC 5530 §3")]
    [InlineData("[ALERT] Application-specific password required", "ALERT", "app password", "RFC 9051 §7.1")]
    [InlineData("-ERR [IN-USE] maildrop locked", "IN-USE", "in use", "RFC 2449 §8.1")]
    [InlineData("-ERR no", "-ERR", "POP3 server refuses", "RFC 1939 §3")]
    [InlineData("Error 0x800ccc0e", "0x800CCC0E", "could not connect", "")]
    [InlineData("-2146644978", "0x800CCC0E", "could not connect", "")]
    [InlineData("Connection refused", "ConnectionRefused", "refuses connections", "")]
    [InlineData(
        "The remote certificate is invalid because of errors in the certificate chain: PartialChain",
        "CertificateInvalid", "not in order", "")]
    [InlineData(
        "Cannot determine the frame size or a corrupted frame was received.", "TlsOnPlainPort", "answers in the clear", "")]
    [InlineData("MailboxLocked", "MailboxLocked", "locked the mailbox", "")]
    [InlineData(
        "AliasLoop,MailAdmin.Commands.Aliases.NewMailAliasCommand", "AliasLoop",
        "Mail for '<address>' would return to it: <path>.", "")]
    public void An_error_is_recognised_by_what_is_most_exact_in_it(
        string text, string code, string message, string standard)
    {
        MailErrorResolution resolution = English.Resolve(new ErrorInput(text));

        Assert.Equal(code, resolution.Code);
        Assert.Contains(message, resolution.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(standard, resolution.Standard);
        Assert.NotEmpty(resolution.Explanation);
        Assert.NotEmpty(resolution.Suggestion);
        Assert.Equal(text, resolution.Input);
    }

    [Theory]
    [InlineData("AliasLoop")]
    [InlineData("aliasloop")]
    [InlineData("AliasLoop,MailAdmin.Commands.Aliases.NewMailAliasCommand")]
    public void An_ErrorId_of_the_module_has_the_texts_of_the_catalogue(string id)
    {
        MailErrorResolution resolution = English.Resolve(new ErrorInput(id));

        Assert.Equal(
            (
                "AliasLoop",
                "Mail for '<address>' would return to it: <path>.",
                "Aliases, groups and forwarding addresses must not lead back to where they start.",
                "Remove one of the targets, members or forwarding addresses on this path."),
            (resolution.Code, resolution.Message, resolution.Explanation, resolution.Suggestion));
    }

    [Fact]
    public void Every_ErrorId_of_the_module_is_known_alone_and_as_PowerShell_writes_it()
    {
        Assert.All(Enum.GetNames<MailError>(), name =>
        {
            MailText text = MailText.Of(name);
            string[] expected =
            [
                name,
                text.In(CultureInfo.InvariantCulture),
                text.ExplanationIn(CultureInfo.InvariantCulture),
                text.SuggestionIn(CultureInfo.InvariantCulture),
            ];

            foreach (string written in new[] { name, $"{name},MailAdmin.Commands.Stores.GetMailStoreCommand" })
            {
                MailErrorResolution resolution = English.Resolve(new ErrorInput(written));
                string[] actual =
                    [resolution.Code, resolution.Message, resolution.Explanation, resolution.Suggestion];
                Assert.Equal(expected, actual);
            }
        });
    }

    [Theory]
    [InlineData("PlainOnTlsPort", "requires TLS from the start")]
    [InlineData("CertificateExpired", "expired")]
    [InlineData("SpfTooManyLookups", "SPF")]
    public void The_code_of_a_test_is_explained_as_the_test_does(string code, string message)
    {
        MailErrorResolution resolution = English.Resolve(new ErrorInput(code));

        Assert.Equal(code, resolution.Code);
        Assert.Contains(message, resolution.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('?', resolution.Message + resolution.Explanation + resolution.Suggestion);
        Assert.NotEmpty(resolution.Suggestion);
    }

    [Fact]
    public void Every_code_that_a_test_can_give_is_explained()
    {
        string[] codes =
        [
            .. typeof(MailTestCode).GetFields().Select(field => (string)field.GetRawConstantValue()!)
                .Except([MailTestCode.Ok, MailTestCode.Skipped]),
        ];

        Assert.All(codes, code =>
        {
            MailErrorResolution resolution = English.Resolve(new ErrorInput(code));
            Assert.Equal(code, resolution.Code);
            Assert.NotEmpty(resolution.Suggestion);
        });
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("ja-JP")]
    public void A_message_of_the_module_is_recognised_in_the_language_in_which_it_was_written(string culture)
    {
        MailException error = MailException.Of(MailError.AccountExists, "ann@example.test");
        string written = $"New-MailAccount: {error.Text.In(CultureInfo.GetCultureInfo(culture))}";

        MailErrorResolution resolution = English.Resolve(new ErrorInput(written));

        Assert.Equal("AccountExists", resolution.Code);
        Assert.Equal("The account 'ann@example.test' already exists.", resolution.Message);
    }

    [Fact]
    public void A_message_that_does_not_name_every_value_is_recognised_too()
    {
        MailException error = MailException.Of(MailError.ServerNotFound, "ann@none.test", "none.test");

        MailErrorResolution resolution = English.Resolve(
            new ErrorInput(error.Text.In(CultureInfo.InvariantCulture)));

        Assert.Equal("ServerNotFound", resolution.Code);
        Assert.Equal("No mail server was found for 'ann@none.test'.", resolution.Message);
        Assert.Equal("Run Test-MailDomain <domain> to see what the domain publishes.", resolution.Suggestion);
    }

    [Theory]
    [InlineData("559 something new", "permanent")]
    [InlineData("459 something new", "temporary")]
    [InlineData("5.9.9", "permanent")]
    [InlineData("450 4.7.1 policy", "temporary")]
    public void The_class_of_a_code_tells_whether_it_passes_even_when_the_code_is_unknown(string text, string word)
    {
        Assert.Contains(word, English.Resolve(new ErrorInput(text)).Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("It does not work since Tuesday")]
    [InlineData("version 10.5.1.1 at 192.0.2.50")]
    [InlineData("")]
    public void What_is_not_known_is_said_to_be_so(string text)
    {
        MailErrorResolution resolution = English.Resolve(new ErrorInput(text));

        Assert.Equal("Unknown", resolution.Code);
        Assert.Contains("not known", resolution.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_that_says_that_it_worked_is_no_error()
    {
        Assert.Contains("took it", English.Resolve(new ErrorInput("250 2.1.5 fine")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_own_error_and_every_fault_of_a_socket_in_the_table_has_a_meaning()
    {
        Assert.All(Enum.GetValues<MailError>(), error =>
            Assert.NotEmpty(English.Resolve(new ErrorInput("") { Error = error }).Suggestion));
        Assert.Equal("TimedOut", English.Resolve(new ErrorInput("x") { Socket = SocketError.TimedOut }).Code);
    }

    [Fact]
    public void An_error_of_the_module_is_explained_with_what_it_is_about_in_the_language()
    {
        MailException error = MailException.Of(
            MailError.DomainExists.As("AliasDomain"), "old.example.test", "example.test");

        MailErrorResolution resolution = new ErrorResolver(new CultureInfo("ja-JP"))
            .Resolve(new ErrorInput(error.Message) { Exception = error, Error = error.Error });

        Assert.Equal("DomainExists", resolution.Code);
        Assert.Equal("ドメイン 'old.example.test' は、ドメイン 'example.test' のエイリアスとして既に存在します。", resolution.Message);
        Assert.Equal("先に 'example.test' の AliasDomain からこの名前を外してください。", resolution.Suggestion);
        Assert.NotEmpty(resolution.Explanation);
    }

    [Fact]
    public void A_server_in_the_text_is_tested_by_the_command()
    {
        Assert.Equal(
            "Test-MailConnection -Server mail.example.test -Port 993",
            English.Resolve(new ErrorInput("Connection refused (mail.example.test:993)")).FixCommand);
    }

    [Fact]
    public void The_answer_is_in_the_language_and_the_code_is_not()
    {
        MailErrorResolution resolution = new ErrorResolver(new CultureInfo("ja-JP")).Resolve(
            new ErrorInput("-ERR [IN-USE] busy"));

        Assert.Equal("IN-USE", resolution.Code);
        Assert.Contains("使用中", resolution.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("errors")]
    [InlineData("server")]
    public void Both_languages_have_the_same_keys_parts_and_placeholders(string subject)
    {
        Dictionary<string, TextEntry> english = Read("en", subject);
        Dictionary<string, TextEntry> japanese = Read("ja", subject);

        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), japanese.Keys.Order(StringComparer.Ordinal));
        Assert.All(english, pair => Assert.Equal(Shape(pair.Value), Shape(japanese[pair.Key])));
    }

    private static Dictionary<string, TextEntry> Read(string language, string subject)
    {
        using Stream stream = typeof(DiagnosisTexts).Assembly.GetManifestResourceStream($"Texts/{language}/{subject}")!;
        return JsonSerializer.Deserialize<Dictionary<string, TextEntry>>(stream)!;
    }

    private static string Shape(TextEntry text) =>
        string.Join('|', new[] { text.Message, text.Explanation, text.Suggestion }
        .Select(part => $"{part.Length > 0}:{string.Join(',', Placeholder().Matches(part).Select(match => match.Value).Order(StringComparer.Ordinal))}"));

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();
}
