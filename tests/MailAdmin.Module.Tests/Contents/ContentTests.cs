using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Contents;

public sealed class ContentTests
{
    private const string Import = """
        foreach ($subject in 'one', 'two', 'three') {
            [IO.File]::WriteAllText("$($args[0])/$subject.eml", "From: Bob <bob@example.test>`nSubject: $subject`nDate: Tue, 3 Feb 2015 10:00:00 +0000`n`nHello`n")
        }
        Import-MailContent ann@example.test -Path $args[0]
        """;

    [Fact]
    public void Messages_are_imported_found_and_removed()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        using TemporaryFolder files = new();
        Directory.CreateDirectory(files["mail"]);

        Assert.Equal("3", shell.Run(Import, files["mail"]).Value("Added")!.ToString());
        Assert.Equal(
            ["one", "two"],
            shell.Run("Search-MailContent ann@example.test -Sender bob -First 3 | Where-Object Subject -NE three").Texts("Subject").Order());
        _ = shell.Run("Search-MailContent -Subject two | Remove-MailContent -WhatIf").Success;
        Assert.Equal(3, shell.Run("Search-MailContent").Output.Count);
        _ = shell.Run("Search-MailContent -Subject two | Remove-MailContent -Confirm:$false").Success;
        Assert.Equal(["one", "three"], shell.Run("Search-MailContent").Texts("Subject").Order());
        _ = shell.Run("Get-MailAccount | Remove-MailContent -Folder INBOX -Before 2016-01-01 -Confirm:$false").Success;
        Assert.Empty(shell.Run("Search-MailContent").Output);
    }

    [Fact]
    public void An_export_changes_nothing_with_WhatIf_and_an_unknown_account_is_an_error()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        using TemporaryFolder files = new();

        Assert.Empty(shell.Run("Export-MailContent ann@example.test -Path $args[0] -WhatIf", files["out"]).Output);
        Assert.False(Directory.Exists(files["out"]));
        foreach (string command in (string[])[
            "Search-MailContent nobody@example.test", "Remove-MailContent nobody@example.test -Confirm:$false",
            "Export-MailContent nobody@example.test -Path x", "Import-MailContent nobody@example.test -Path ."])
        {
            Assert.StartsWith(
                "AccountNotFound,", Assert.Single(shell.Run(command).Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        }

        Assert.StartsWith(
            "InvalidArgument,",
            Assert.Single(shell.Run("Import-MailContent ann@example.test -Path /nowhere/at/all").Errors).FullyQualifiedErrorId,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_message_is_an_error_with_its_file_and_the_rest_goes_on()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        using TemporaryFolder files = new();
        Directory.CreateDirectory(files["mail"]);
        File.WriteAllText(Path.Combine(files["mail"], "a.eml"), "this is no message");

        ShellResult result = shell.Run(Import, files["mail"]);

        Assert.Equal(Path.Combine(files["mail"], "a.eml"), Assert.Single(result.Errors).TargetObject.ToString());
        Assert.Equal(3, shell.Run("Search-MailContent").Output.Count);
        Assert.Equal(0, shell.Run("Import-MailContent ann@example.test -Path $args[0] -ErrorAction SilentlyContinue", files["mail"]).Value("Added"));
    }

    [Fact]
    public void An_export_is_read_back_into_another_account()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test", "bob@example.test");
        using TemporaryFolder files = new();
        Directory.CreateDirectory(files["mail"]);
        _ = shell.Run(Import, files["mail"]).Success;

        foreach (string format in (string[])["Eml", "Mbox", "Maildir", "Zip"])
        {
            string path = Path.Combine(files["out"], format);
            Assert.Equal(3, shell.Run("Export-MailContent ann@example.test INBOX -Path $args[0] -Format $args[1]", path, format).Value("Added"));
            string source = Path.Combine(path, "ann@example.test" + (format == "Zip" ? ".zip" : ""));
            Assert.Equal(
                format == "Eml" ? 3 : 0,
                shell.Run("Import-MailContent bob@example.test -Path $args[0]", source).Value("Added"));
        }
    }
}
