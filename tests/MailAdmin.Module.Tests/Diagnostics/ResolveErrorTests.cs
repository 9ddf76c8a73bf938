using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Diagnostics;

public sealed class ResolveErrorTests
{
    [Fact]
    public void A_text_a_number_and_an_error_of_the_session_are_explained_from_the_pipeline()
    {
        using ModuleShell shell = ModuleShell.WithStore();

        ShellResult texts = shell.Run("'550 5.7.1 Unable to relay', 0x800CCC0E, 535 | Resolve-MailError");
        ShellResult record =
            shell.Run("Get-MailAccount nobody@example.test -ErrorAction SilentlyContinue -ErrorVariable found; $found | Resolve-MailError");

        Assert.Equal(["550 5.7.1", "0x800CCC0E", "535"], texts.Texts("Code"));
        Assert.Equal("AccountNotFound", record.Value("Code"));
        Assert.Equal("The account 'nobody@example.test' does not exist.", record.Value("Message"));
        Assert.Equal("Get-MailAccount", record.Value("FixCommand"));
    }

    [Fact]
    public void The_cause_inside_an_exception_is_found()
    {
        using ModuleShell shell = new();

        ShellResult result = shell.Run(
            "Resolve-MailError ([InvalidOperationException]::new('It failed.', [System.Net.Sockets.SocketException]::new([int][System.Net.Sockets.SocketError]::ConnectionRefused)))");

        Assert.Equal("ConnectionRefused", result.Value("Code"));
    }

    [Fact]
    public void An_empty_text_is_an_error_and_the_next_one_follows()
    {
        using ModuleShell shell = new();

        ShellResult result = shell.Run("'', 'Connection refused' | Resolve-MailError");

        Assert.Equal("InvalidArgument", result.Errors[0].FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal("ConnectionRefused", result.Output[0].Properties["Code"].Value);
    }

    [Fact]
    public void The_view_shows_code_message_and_suggestion_and_the_answer_is_in_the_language_of_the_session()
    {
        using ModuleShell shell = new();

        string english = shell.Render("Resolve-MailError '-ERR [IN-USE] locked'");
        string japanese =
            shell.Render("[System.Threading.Thread]::CurrentThread.CurrentUICulture = 'ja-JP'; Resolve-MailError '-ERR [IN-USE] locked'");

        Assert.Contains("Suggestion", english, StringComparison.Ordinal);
        Assert.Contains("IN-USE", english, StringComparison.Ordinal);
        Assert.Contains("使用中", japanese, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_command_for_an_error_of_the_module_runs()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        ShellResult resolved = shell.Run("[Enum]::GetNames([MailAdmin.MailError]) | Resolve-MailError");
        string[] commands =
        [
            .. resolved.Texts("FixCommand").OfType<string>()
                .Where(command => command.Length > 0 && command != "Initialize-MailStore")
                .Distinct(),
        ];

        Assert.NotEmpty(commands);
        Assert.All(commands, command => Assert.Empty(shell.Run(command).Errors));
    }

    [Fact]
    public void A_store_that_is_missing_is_made_where_it_was_looked_for()
    {
        using ModuleShell shell = new();
        string path = shell.Folder["it's new"];
        const string Ask = "try { Get-MailStore -Path $args[0] -ErrorAction Stop } catch { $_ | Resolve-MailError }";

        string command = (string)shell.Run(Ask, path).Value("FixCommand")!;
        _ = shell.Run(command).Success;

        Assert.Equal(path, shell.Run("Get-MailStore -Path $args[0]", path).Value("Path"));
    }

    [Fact]
    public void A_summary_of_a_test_is_explained_by_its_root_cause()
    {
        using ModuleShell shell = new();

        ShellResult result = shell.Run(
            "Test-MailConnection -Server 127.0.0.1 -Port 1 -Protocol Imap -TlsMode None -Summary | Resolve-MailError");

        Assert.Equal("PortClosed", result.Value("Code"));
    }
}
