using System.Management.Automation;
using MailAdmin.Module.Tests.Shell;

namespace MailAdmin.Module.Tests.Queue;

public sealed class QueueTests
{
    [Fact]
    public async Task A_message_that_cannot_go_says_why_and_when_it_is_tried_again()
    {
        using QueueShell world = await QueueShell.WithMessagesToAsync("bob@one.test");

        ShellResult tried = world.Run("Start-MailQueueDelivery -Wait");

        Assert.Equal(
            ("ann@example.test", "one.test", "Deferred"),
            (tried.Value("Sender")!.ToString(), tried.Value("Domain"), tried.Value("Status")!.ToString()));
        Assert.InRange((int)tried.Value("Attempts")!, 1, 2);
        Assert.NotEqual("", tried.Value("LastError"));
        Assert.StartsWith("4.", (string)tried.Value("StatusCode")!, StringComparison.Ordinal);
        Assert.True((DateTime)tried.Value("NextAttempt")! > (DateTime)tried.Value("LastAttempt")!);
        Assert.Equal("to-bob@one.test", tried.Value("MessageId"));
    }

    [Fact]
    public async Task The_reason_is_in_the_language_of_the_reader_and_is_found_by_its_words()
    {
        using QueueShell world = await QueueShell.WithMessagesToAsync("bob@one.test");
        _ = world.Run("Start-MailQueueDelivery -Wait").Success;
        const string InJapanese = "[cultureinfo]::CurrentUICulture = 'ja-JP'; ";

        string? english = world.Run("Get-MailQueueItem").Texts("LastError")[0];
        ShellResult japanese = world.Run(InJapanese + "Get-MailQueueItem -LastError '*接続できません*'");
        ShellResult traced = world.Run(InJapanese + "Trace-MailMessage -EventId Defer");

        Assert.Equal("The server cannot be reached (ConnectionRefused)", english);
        Assert.Equal(["サーバーに接続できません (ConnectionRefused)"], japanese.Texts("LastError"));
        Assert.Single(world.Run("Get-MailQueueItem -LastError 'cannot be reached'").Success);
        Assert.Contains("サーバーに接続できません (ConnectionRefused)", traced.Texts("Detail")[0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_are_met_together()
    {
        using QueueShell world = await QueueShell.WithMessagesToAsync("bob@one.test", "eve@two.test");
        _ =
            world.Run("$null = Start-MailQueueDelivery -Wait; Get-MailQueueItem -Domain two.test | Suspend-MailQueueItem").Success;

        foreach ((string filter, string expected) in new (string, string)[]
        {
            ("", "one.test two.test"),
            ("-Domain o*", "one.test"),
            ("-Recipient EVE@two.test", "two.test"),
            ("-Sender ann@* -Recipient bob@one.test", "one.test"),
            ("-Sender ''", ""),
            ("-Status Suspended", "two.test"),
            ("-Status Deferred", "one.test"),
            ("-StatusCode 4.*", "one.test two.test"),
            ("-StatusCode 5.*", ""),
            ("-LastError 'no such words'", ""),
            ("-NextHop 127.0.0.1*", "one.test two.test"),
            ("-MinimumAttempts 1", "one.test two.test"),
            ("-MinimumAttempts 100", ""),
            ("-MinimumSize 100", "one.test two.test"),
            ("-MinimumSize '1 MB'", ""),
            ("-QueuedBefore ([DateTime]::Now.AddDays(-1))", ""),
            ("-QueuedAfter ([DateTime]::Now.AddDays(-1))", "one.test two.test"),
            ("-ExpiresBefore ([DateTime]::Now.AddDays(30))", "one.test two.test"),
            ("-First 1", "one.test"),
        })
        {
            Assert.Equal(
                $"{filter}: {expected}",
                $"{filter}: {string.Join(' ', world.Run("Get-MailQueueItem " + filter).Texts("Domain"))}");
        }
    }

    [Fact]
    public async Task A_suspended_message_stays_until_it_is_resumed()
    {
        using QueueShell world = await QueueShell.WithMessagesToAsync("bob@one.test");
        object attempts = world.Run("Start-MailQueueDelivery -Wait").Value("Attempts")!;

        ShellResult suspended = world.Run("Get-MailQueueItem | Suspend-MailQueueItem -PassThru");
        ShellResult passedOver = world.Run("Start-MailQueueDelivery -Wait; Get-MailQueueItem");
        ShellResult resumed = world.Run("Get-MailQueueItem | Resume-MailQueueItem -PassThru");

        Assert.Equal(("Suspended", null), (suspended.Value("Status")!.ToString(), suspended.Value("NextAttempt")));
        Assert.Equal(attempts, passedOver.Value("Attempts"));
        Assert.Equal("Deferred", resumed.Value("Status")!.ToString());
        Assert.NotNull(resumed.Value("NextAttempt"));
    }

    [Fact]
    public async Task A_removed_message_is_reported_to_its_sender_only_when_asked()
    {
        using QueueShell world = await QueueShell.WithMessagesToAsync("bob@one.test", "eve@two.test");

        _ = world.Run("Get-MailQueueItem -Domain one.test | Remove-MailQueueItem -Confirm:$false").Success;
        object? silent = world.Run("Get-MailMailbox ann@example.test -Name INBOX").Value("MessageCount");
        _ = world.Run("Get-MailQueueItem -Domain two.test | Remove-MailQueueItem -Notify -Confirm:$false").Success;

        Assert.Equal("0", silent!.ToString());
        Assert.Equal("1", world.Run("Get-MailMailbox ann@example.test -Name INBOX").Value("MessageCount")!.ToString());
        Assert.Empty(world.Run("Get-MailQueueItem").Success);
        Assert.Equal("bob@one.test", world.Run("Trace-MailMessage -EventId Delete").Value("Recipient"));
        Assert.Equal("eve@two.test", world.Run("Trace-MailMessage -EventId Bounce").Value("Recipient"));
    }

    [Fact]
    public async Task A_message_is_exported_whole_and_no_file_is_replaced_unasked()
    {
        using QueueShell world = await QueueShell.WithMessagesToAsync("bob@one.test");
        string folder = world.Shell.Folder["waiting"];

        PSObject file = Assert.Single(
            world.Run("Get-MailQueueItem | Export-MailQueueItem -Path $args[0]", folder).Success);
        string name = file.Properties["FullName"].Value.ToString()!;
        string message = await File.ReadAllTextAsync(name, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(name, "mine", TestContext.Current.CancellationToken);
        ShellResult again = world.Run("Get-MailQueueItem | Export-MailQueueItem -Path $args[0]", folder);
        string kept = await File.ReadAllTextAsync(name, TestContext.Current.CancellationToken);
        _ = world.Run("Get-MailQueueItem | Export-MailQueueItem -Path $args[0] -Force", name).Success;

        Assert.Contains("Subject: To bob@one.test", message, StringComparison.Ordinal);
        Assert.EndsWith("Dear bob@one.test\r\n", message, StringComparison.Ordinal);
        Assert.Equal(
            "InvalidArgument,MailAdmin.Commands.Queue.ExportMailQueueItemCommand",
            Assert.Single(again.Errors).FullyQualifiedErrorId);
        Assert.Equal("mine", kept);
        Assert.Equal(message, await File.ReadAllTextAsync(name, TestContext.Current.CancellationToken));
        Assert.Equal([name], Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData("Get")]
    [InlineData("Suspend")]
    [InlineData("Resume")]
    [InlineData("Remove", "-Confirm:$false")]
    [InlineData("Export", "-Path", "$args[0]")]
    [InlineData("Start")]
    public async Task A_number_that_is_not_there_does_not_stop_the_next(string verb, params string[] rest)
    {
        using QueueShell world = await QueueShell.WithMessagesToAsync("bob@one.test");
        object id = world.Run("Get-MailQueueItem").Value("Id")!;
        string cmdlet = verb == "Start" ? "Start-MailQueueDelivery -Wait" : verb + "-MailQueueItem";

        ShellResult result = world.Run(
            $"$args[1] | {cmdlet} {string.Join(' ', rest)} -StorePath $args[2]",
            world.Shell.Folder["out"],
            new object[] { 987654321L, id },
            world.Shell.StorePath);

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("QueueItemNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        if (verb is "Get" or "Export" or "Start")
        {
            Assert.Single(result.Output);
        }
        else
        {
            Assert.Equal(verb == "Remove" ? 0 : 1, world.Run("Get-MailQueueItem").Success.Count);
        }
    }

    [Fact]
    public async Task The_trace_finds_a_message_by_what_is_known_of_it()
    {
        using QueueShell world = await QueueShell.WithMessagesToAsync("bob@one.test", "eve@two.test");

        foreach ((string filter, string expected) in new (string, string)[]
        {
            ("-MessageId '<to-bob@one.test>' -EventId Receive, Queue", "Receive Queue"),
            ("-Recipient *@two.test -EventId Queue", "Queue"),
            ("bob@one.test -EventId Queue", "Queue"),
            ("-Subject 'to EVE' -EventId Receive", "Receive"),
            ("-Sender ann@example.test -EventId Queue", "Queue Queue"),
            ("-Sender nobody@example.test", ""),
            ("-Start ([DateTime]::Now.AddHours(1))", ""),
            ("-End ([DateTime]::Now.AddHours(-1))", ""),
        })
        {
            Assert.Equal(
                $"{filter}: {expected}",
                $"{filter}: {string.Join(' ', world.Run("Trace-MailMessage " + filter).Texts("EventId"))}");
        }

        Assert.Contains("Queue", world.Run("Get-MailQueueItem -Domain one.test | Trace-MailMessage").Texts("EventId"));
    }

    [Fact]
    public async Task The_queue_and_the_trace_are_shown_as_tables()
    {
        using QueueShell world = await QueueShell.WithMessagesToAsync("bob@one.test");

        Assert.Matches(@"(?m)ann@example\.test +.*one\.test", world.Shell.Render("Get-MailQueueItem"));
        Assert.Contains(
            "bob@one.test", world.Shell.Render("Trace-MailMessage -EventId Queue"), StringComparison.Ordinal);
    }
}
