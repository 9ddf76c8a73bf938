using System.Management.Automation;
using System.Security;

namespace MailAdmin.Arguments;

/// <summary>Makes the one object that shows a generated password.</summary>
internal static class GeneratedPasswords
{
    // Selects the view that has the password in its table: people at a prompt must see it, as they never can again.
    private const string ViewName = "MailAdmin.MailAccount#GeneratedPassword";

    /// <summary>The account with its new password.</summary>
    public static PSObject Show(MailAccount account, SecureString password)
    {
        PSObject shown = new(account with { GeneratedPassword = Passwords.Reveal(password) });
        shown.TypeNames.Insert(0, ViewName);
        return shown;
    }
}
