using System.Management.Automation;
using System.Security;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Accounts;

/// <summary>Creates accounts: addresses with mailboxes and a password.</summary>
/// <remarks>
/// The domain must exist. Rows of a CSV file bind by column name; an empty cell counts as not given. A row that is
/// refused is an error, and the other rows are still created. Many rows share one write to the disk. With -ErrorAction
/// Stop each row waits for the one before: after the first error nothing more is created. An account without a password
/// receives mail, but nobody can log on until Set-MailAccountPassword sets one.
/// </remarks>
/// <example>
///   <summary>Create an account and show the password that was generated for it</summary>
///   <code>New-MailAccount ann@example.test -DisplayName 'Ann Example' -Quota '2 GB' -GeneratePassword</code>
/// </example>
/// <example>
///   <summary>Create an account with a password that you are asked for</summary>
///   <code>New-MailAccount -Credential bob@example.test -DisplayName 'Bob Example'</code>
/// </example>
/// <example>
///   <summary>
///   Create the accounts of a CSV file that has the columns Address, DisplayName, Quota and InitialPassword
///   </summary>
///   <code>
///   Import-Csv accounts.csv | ForEach-Object {
///       $_ | Add-Member Password (ConvertTo-SecureString $_.InitialPassword -AsPlainText -Force) -PassThru
///   } | New-MailAccount
///   </code>
/// </example>
/// <example>
///   <summary>Create the accounts of a CSV file, and write the passwords that were generated to another</summary>
///   <code>
///   Import-Csv accounts.csv | New-MailAccount -GeneratePassword |
///       Select-Object Address, GeneratedPassword | Export-Csv passwords.csv
///   </code>
/// </example>
/// <example>
///   <summary>Create an account for each object, and leave those that exist as they are</summary>
///   <code>
///   [pscustomobject]@{ Address = 'bob@example.test'; Quota = '500 MB' },
///   [pscustomobject]@{ Address = 'eve@example.test'; Quota = '' } |
///       New-MailAccount -GeneratePassword -IfExists Skip
///   </code>
/// </example>
[Cmdlet(VerbsCommon.New, "MailAccount", SupportsShouldProcess = true, DefaultParameterSetName = PasswordSet,
    HelpUri = HelpLocation.Root + "New-MailAccount")]
[OutputType(typeof(MailAccount))]
public sealed class NewMailAccountCommand : AccountValuesCmdlet
{
    private const string PasswordSet = "Password";
    private const string CredentialSet = "Credential";
    private const string GenerateSet = "GeneratePassword";

    /// <summary>
    /// The address, which is also the user name. With -Credential, the user name of the credential by default.
    /// </summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        ParameterSetName = PasswordSet)]
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        ParameterSetName = GenerateSet)]
    [Parameter(
        Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        ParameterSetName = CredentialSet)]
    [Identity(nameof(Address))]
    [ArgumentCompleter(typeof(NewAddressCompleter))]
    public string[] Address { get; set; } = [];

    /// <summary>The password, as a secure string.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PasswordSet)]
    [Secret]
    public SecureString? Password { get; set; }

    /// <summary>The password in a credential, and the address in its user name when none is given.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CredentialSet)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>
    /// Generates a random password. It is in the property GeneratedPassword of the output object, and nowhere else.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = GenerateSet)]
    public SwitchParameter GeneratePassword { get; set; }

    /// <summary>The length of the random password.</summary>
    [Parameter(ParameterSetName = GenerateSet)]
    [ValidateRange(8, 128)]
    public int PasswordLength { get; set; } = 20;

    /// <summary>
    /// What to do with an account that exists: report an error, leave it as it is, or change it to what is given.
    /// </summary>
    [Parameter]
    public IfExists IfExists { get; set; } = IfExists.Error;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Address.Length == 0 && Credential is not null ? [Credential.UserName] : Address)
        {
            Attempt(text, () => Create(text));
        }
    }

    private void Create(string text)
    {
        EmailAddress address = EmailAddress.Parse(text);
        AccountProperties properties = ReadValues(fromOwnObject: false);
        SecureString? password = GeneratePassword
            ? Passwords.Generate(PasswordLength)
            : Credential?.Password ?? Password;
        if (Preferences.IsWhatIf && password is not null)
        {
            Passwords.Check(password);
        }

        Change(
            text,
            MailText.Of("Action.CreateAccount"),
            new CreateAccount(address, properties, IfExists),
            create => WithPasswordAsync((CreateAccount)create, password),
            outcome =>
            {
                WriteObject(Reveal(outcome, password));
                WarnOfMissing(text, properties.ForwardTo);
            },
            IsRevealed);
    }

    private async Task<DirectoryChange<AccountOutcome>> WithPasswordAsync(
        CreateAccount request, SecureString? password) =>
        password is null
            ? request
            : request with { Properties = await Passwords.AddAsync(request.Properties, password, GeneratePassword) };

    private bool IsRevealed(AccountOutcome outcome) =>
        GeneratePassword && (outcome.Created || IfExists == IfExists.Update);

    private object Reveal(AccountOutcome outcome, SecureString? password) =>
        IsRevealed(outcome) && password is not null
            ? GeneratedPasswords.Show(outcome.Account, password)
            : outcome.Account;
}
