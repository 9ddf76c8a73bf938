using System.Text.RegularExpressions;
using System.Xml.Linq;
using MailAdmin.Module.Tests.Queue;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Reports;

public sealed partial class ReportTests
{
    [Fact]
    public async Task The_page_shows_what_came_what_waits_and_why()
    {
        using QueueShell world = await QueueShell.WithMessagesToAsync(
            "ann@example.test", "bob@one.test", "eve@one.test");
        _ = world.Run("Start-MailQueueDelivery -Wait").Success;

        (XDocument page, string text) = Write(world.Shell, "-Language en");

        Assert.Contains("Mail report of mail.example.test", text, StringComparison.Ordinal);
        Assert.Contains("3 Received", text, StringComparison.Ordinal);
        Assert.Contains("1 Delivered to mailboxes", text, StringComparison.Ordinal);
        Assert.Contains("2 Waiting", text, StringComparison.Ordinal);
        Assert.Contains("one.test 2", text, StringComparison.Ordinal);
        Assert.Contains("The server cannot be reached (ConnectionRefused)", text, StringComparison.Ordinal);
        Assert.Contains("No listener runs", text, StringComparison.Ordinal);
        Assert.Contains(
            page.Descendants("rect"),
            bar => bar.Value.EndsWith(": Delivered to mailboxes 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_is_in_the_language_that_was_asked_for()
    {
        using QueueShell world = await QueueShell.WithMessagesToAsync("bob@one.test");
        _ = world.Run("Start-MailQueueDelivery -Wait").Success;

        (XDocument page, string text) = Write(world.Shell, "-Language ja");

        Assert.Equal("ja", page.Root!.Attribute("lang")!.Value);
        Assert.Contains("サーバーに接続できません (ConnectionRefused)", text, StringComparison.Ordinal);
        Assert.Contains("1 待機中", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(
            EnglishWord(),
            page.Descendants("main").Single().Descendants("h2").Aggregate("", (all, one) => all + one.Value));
    }

    [Fact]
    public void Names_cannot_become_markup()
    {
        using ModuleShell shell = ModuleShell.WithAccounts();
        _ = shell.Run(
            "$null = New-MailAccount -Address $args[0] -Quota 1MB -GeneratePassword",
            "\"<script>a&b\"@example.test").Success;

        (XDocument page, string text) = Write(shell, "");

        Assert.Empty(page.Descendants("script"));
        Assert.Contains("\"<script>a&b\"@example.test", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_asks_for_nothing_from_elsewhere()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");

        (XDocument page, _) = Write(shell, "");

        Assert.DoesNotContain(page.Descendants().Attributes(), one => one.Name.LocalName is "src" or "href");
        Assert.DoesNotContain("url(", page.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_mailbox_comes_with_the_command_that_shows_more()
    {
        using ModuleShell shell = ModuleShell.WithAccounts("ann@example.test");
        _ = shell.Run("Set-MailQuota ann@example.test -Quota 0").Success;

        (XDocument page, string text) = Write(shell, "-Language en");

        Assert.Contains("ann@example.test is 100 % full", text, StringComparison.Ordinal);
        Assert.Contains("Get-MailMailbox ann@example.test", page.Descendants("code").Select(one => one.Value));
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_only_by_force_and_a_folder_gets_a_file()
    {
        using ModuleShell shell = ModuleShell.WithAccounts();
        string file = shell.Folder["report.html"];
        File.WriteAllText(file, "mine");

        Assert.StartsWith(
            "InvalidArgument", Assert.Single(
                shell.Run("New-MailReport $args[0]", file).Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.Equal(file, shell.Run("New-MailReport $args[0] -Force", file).Value("Path"));
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(
            shell.Folder[$"mail.example.test-{DateTime.Now:yyyy-MM-dd}.html"],
            shell.Run("New-MailReport $args[0]", shell.Folder.Path).Value("Path"));
        Assert.Empty(Directory.GetFiles(shell.Folder.Path, "*.part"));
    }

    // It is read as XML, which is stricter than any browser.
    private static (XDocument Page, string Text) Write(ModuleShell shell, string options)
    {
        object path = shell.Run($"New-MailReport $args[0] {options}", shell.Folder["page.html"]).Value("Path")!;
        string html = File.ReadAllText((string)path).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal);
        var page = XDocument.Parse(EmptyElement().Replace(html, "<$1/>"));
        string text = string.Join(
            ' ', page.Descendants("main").DescendantNodes().OfType<XText>().Select(one => one.Value));
        return (page, Space().Replace(text, " "));
    }

    [GeneratedRegex("<((?:meta|br)[^>]*)>")]
    private static partial Regex EmptyElement();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex("[A-Za-z]{3,}")]
    private static partial Regex EnglishWord();
}
