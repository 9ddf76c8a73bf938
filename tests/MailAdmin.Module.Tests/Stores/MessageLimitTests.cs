using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Stores;

public sealed class MessageLimitTests
{
    [Fact]
    public void The_limits_of_messages_are_settings_and_never_none()
    {
        using ModuleShell shell = ModuleShell.WithStore();

        ShellResult first = shell.Run("Get-MailStore");
        ShellResult changed = shell.Run("Set-MailStore -MaxMessagesPerMailbox 20 -MaxMessagesPerAccount 30 -PassThru");
        ShellResult none = shell.Run("Set-MailStore -MaxMessagesPerMailbox 0");
        shell.Run("Set-MailStore -MaxMessagesPerAccount $null");
        ShellResult last = shell.Run("Get-MailStore");

        Assert.Equal(
            (1_000_000, 5_000_000), (first.Value("MaxMessagesPerMailbox"), first.Value("MaxMessagesPerAccount")));
        Assert.Equal((20, 30), (changed.Value("MaxMessagesPerMailbox"), changed.Value("MaxMessagesPerAccount")));
        Assert.NotEmpty(none.Errors);
        Assert.Equal((20, 30), (last.Value("MaxMessagesPerMailbox"), last.Value("MaxMessagesPerAccount")));
    }
}
