using System.Management.Automation;
using System.Security;
using MailAdmin.Arguments;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Accounts;

/// <summary>Sets the password of accounts.</summary>
/// <remarks>
/// Only a verifier is stored (SCRAM-SHA-256), from which the password cannot be read. With -GeneratePassword the new
/// password is in the property GeneratedPassword of the account that is written, and nowhere else.
/// </remarks>
/// <example>
///   <summary>Set a password that you are asked for</summary>
///   <code>Set-MailAccountPassword ann@example.test</code>
/// </example>
/// <example>
///   <summary>Set a password that a script has as text</summary>
///   <code>
///     $password = ConvertTo-SecureString 'correct horse battery' -AsPlainText -Force
///     Set-MailAccountPassword ann@example.test -Password $password
///   </code>
/// </example>
/// <example>
///   <summary>Give an account a random password and show it</summary>
///   <code>Set-MailAccountPassword ann@example.test -GeneratePassword | ForEach-Object GeneratedPassword</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "MailAccountPassword", SupportsShouldProcess = true, DefaultParameterSetName = PasswordSet,
    HelpUri = HelpLocation.Root + "Set-MailAccountPassword")]
[OutputType(typeof(MailAccount))]
public sealed class SetMailAccountPasswordCommand : AccountCmdlet
{
    private const string PasswordSet = "Password";
    private const string GenerateSet = "GeneratePassword";

    /// <summary>The password, as a secure string.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = PasswordSet)]
    [Secret]
    public SecureString? Password { get; set; }

    /// <summary>Makes a random password for each account.</summary>
    [Parameter(Mandatory = true, ParameterSetName = GenerateSet)]
    public SwitchParameter GeneratePassword { get; set; }

    /// <summary>The length of the random password.</summary>
    [Parameter(ParameterSetName = GenerateSet)]
    [ValidateRange(8, 128)]
    public int PasswordLength { get; set; } = 20;

    /// <summary>Writes the changed account.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process(string text, EmailAddress address)
    {
        SecureString password = GeneratePassword ? Passwords.Generate(PasswordLength) : Password!;
        if (Preferences.IsWhatIf)
        {
            Passwords.Check(password);
        }

        Action<MailAccount>? write = GeneratePassword
            ? account => WriteObject(GeneratedPasswords.Show(account, password))
            : PassThru ? WriteObject : null;
        Change(
            text,
            MailText.Of("Action.SetPassword"),
            new SetAccount(address, new AccountProperties { Given = new HashSet<string>() }),
            async change => new SetAccount(
                address, await Passwords.AddAsync(((SetAccount)change).Properties, password, GeneratePassword)),
            write,
            _ => GeneratePassword);
    }
}
