using System.Management.Automation;
using System.Security;
using MailAdmin.Arguments;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Accounts;

/// <summary>Tests whether a password is the password of an account.</summary>
/// <remarks>
/// Writes true or false for each account; with -Detailed also whether the account could log on with it now, and why
/// not. It tests the account's own password, not its app passwords. The test does not count as a logon, and a wrong
/// password blocks nobody. The password is never passed to another process that owns the store.
/// </remarks>
/// <example>
///   <summary>Check a password that you are asked for</summary>
///   <code>Test-MailAccountPassword ann@example.test</code>
/// </example>
/// <example>
///   <summary>Check a password and see why the account cannot log on</summary>
///   <code>
///   Test-MailAccountPassword ann@example.test -Password (ConvertTo-SecureString wrong -AsPlainText -Force) -Detailed
///   </code>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "MailAccountPassword", HelpUri = HelpLocation.Root + "Test-MailAccountPassword")]
[OutputType(typeof(bool))]
[OutputType(typeof(MailPasswordTest))]
public sealed class TestMailAccountPasswordCommand : AccountCmdlet
{
    /// <summary>The password, as a secure string.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Secret]
    public SecureString Password { get; set; } = new();

    /// <summary>Writes an object that also says whether the account could log on now.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override void Process(string text, EmailAddress address)
    {
        MailPasswordTest test = Call(cancellationToken => TestAsync(address, cancellationToken));
        WriteObject(Detailed ? test : test.Succeeded);
    }

    private async Task<MailPasswordTest> TestAsync(EmailAddress address, CancellationToken cancellationToken)
    {
        // An account without a password has nothing to compare with; an empty key is never right.
        PasswordParameters? parameters = await Administration.SendAsync(
            new GetPasswordParameters(address), cancellationToken);
        byte[] storedKey = parameters is { } found
            ? Passwords.DeriveStoredKey(Password, found.Salt, found.Iterations)
            : [];
        return await Administration.SendAsync(new CheckPassword(address, storedKey), cancellationToken);
    }
}
