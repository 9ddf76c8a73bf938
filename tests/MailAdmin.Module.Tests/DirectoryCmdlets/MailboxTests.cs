using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.DirectoryCmdlets;

public sealed class MailboxTests
{
    [Fact]
    public void Folders_are_found_by_account_and_name()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test", "bob@example.test");

        Assert.Equal(["INBOX"], shell.Run("Get-MailMailbox ann@example.test inbox").Texts("Name"));
        Assert.Equal(
            ["ann@example.test", "bob@example.test"],
            shell.Run("Get-MailAccount | Get-MailMailbox -Name INBOX").Texts("Account"));
        Assert.Equal(
            "AccountNotFound,MailAdmin.Commands.Mailboxes.GetMailMailboxCommand",
            Assert.Single(shell.Run("Get-MailMailbox nobody@example.test").Errors).FullyQualifiedErrorId);
    }
}
