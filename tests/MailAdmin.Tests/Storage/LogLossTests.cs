using MailAdmin.Contracts;
using MailAdmin.Storage;
using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MailAdmin.Tests.Storage;

/// <summary>A log that lost its end, or all of it, is never taken for a sound one.</summary>
public sealed class LogLossTests
{
    [Theory]
    [InlineData("cut")]
    [InlineData("emptied")]
    [InlineData("deleted")]
    public async Task A_log_that_lost_mail_after_it_was_closed_is_an_error_until_it_is_whole_again(string damage)
    {
        await using TestStore store = await TestStore.CreateAsync();
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        await store.AppendAsync(inbox, "kept");
        await store.CloseAsync();
        string log = Path.Combine(store.Path, "mail", "00000001.log");
        byte[] before = await File.ReadAllBytesAsync(log);
        await store.OpenAsync();
        await store.AppendAsync(inbox, "lost");
        await store.CloseAsync();
        byte[] whole = await File.ReadAllBytesAsync(log);
        switch (damage)
        {
            case "cut":
                // At the end of a record, so that nothing looks torn.
                await File.WriteAllBytesAsync(log, before);
                break;
            case "emptied":
                await File.WriteAllBytesAsync(log, []);
                break;
            default:
                File.Delete(log);
                break;
        }

        for (int opening = 0; opening < 2; opening++)
        {
            await store.OpenAsync();
            RequireError(store.Storage.OpeningFindings);
            RequireError(await store.Storage.TestAsync(null, CancellationToken.None));
            await store.CloseAsync();
        }

        // Also after something was added to what is left.
        await store.OpenAsync();
        await store.AddDomainAsync("later.test");
        await store.ReopenAsync();
        Assert.Contains(store.Storage.OpeningFindings, finding => finding.Severity == FindingSeverity.Error);
        await store.CloseAsync();

        await File.WriteAllBytesAsync(log, whole);
        File.Delete(Path.Combine(store.Path, "directory.db"));
        await store.OpenAsync();
        Assert.DoesNotContain(store.Storage.OpeningFindings, finding => finding.Severity == FindingSeverity.Error);
    }

    [Fact]
    public async Task A_missing_segment_is_an_error()
    {
        await using TestStore store = await TestStore.CreateAsync(new StoreOptions { SegmentSize = 1_000 });
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        for (int i = 0; i < 5; i++)
        {
            await store.AppendAsync(inbox, new string('x', 1_000));
        }

        await store.CloseAsync();
        string[] segments = [.. Directory.GetFiles(Path.Combine(store.Path, "mail"), "*.log").Order()];
        foreach (string segment in (string[])[segments[0], segments[2], segments[^2]])
        {
            string aside = segment + ".aside";
            File.Move(segment, aside);
            await store.OpenAsync();
            Assert.Contains(store.Storage.OpeningFindings, finding => finding.Severity == FindingSeverity.Error);
            await store.CloseAsync();
            File.Move(aside, segment, overwrite: true);
        }
    }

    [Fact]
    public async Task Whatever_opening_finds_is_in_the_server_log()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await store.AddAccountAsync("ann@example.test");
        await store.CloseAsync();
        string log = Path.Combine(store.Path, "mail", "00000001.log");
        byte[] bytes = await File.ReadAllBytesAsync(log);
        await File.WriteAllBytesAsync(log, bytes[..^3]);
        File.Delete(Path.Combine(store.Path, "directory.db"));
        using Lines lines = new();

        await using IMailStorage opened =
            await MailStorage.OpenAsync(store.Path, TimeProvider.System, lines, CancellationToken.None);

        foreach (MailStoreFinding finding in opened.OpeningFindings)
        {
            Assert.Contains(lines.Written, line =>
                line.Contains(finding.Code, StringComparison.Ordinal)
                && line.Contains(finding.Target, StringComparison.Ordinal));
        }

        Assert.Equal(
            ["DirectoryRebuilt", "TornTail"], opened.OpeningFindings.Select(finding => finding.Code).Order());
    }

    [Fact]
    public async Task A_record_that_cannot_be_applied_costs_only_itself()
    {
        await using TestStore store = await TestStore.CreateAsync(new StoreOptions { KeepDirectoryFile = false });
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        Uid uid = await store.AppendAsync(inbox, "before");
        await store.CloseAsync();
        ForgedRecords.Append(store.Path, ForgedRecords.BrokenJournal);

        await store.OpenAsync();
        Uid later = await store.AppendAsync(inbox, "after");
        await store.ReopenAsync();

        Assert.Equal("DamagedRecord", Assert.Single(store.Storage.OpeningFindings).Code);
        Assert.Equal("before", await store.ReadTextAsync(inbox, uid));
        Assert.Equal("after", await store.ReadTextAsync(inbox, later));
        Assert.Contains(
            await store.Storage.TestAsync(null, CancellationToken.None), finding => finding.Code == "DamagedRecord");
    }

    [Fact]
    public async Task A_record_of_a_later_version_is_not_skipped()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await store.AddAccountAsync("ann@example.test");
        await store.CloseAsync();
        ForgedRecords.Append(store.Path, ForgedRecords.UnknownPart);

        MailException error = await Assert.ThrowsAsync<MailException>(store.OpenAsync);

        Assert.Equal(MailError.StoreInvalid, error.Error);
    }

    private static void RequireError(IReadOnlyList<MailStoreFinding> findings)
    {
        MailStoreFinding finding = Assert.Single(findings, found => found.Code == "LogIncomplete");
        Assert.Equal((FindingSeverity.Error, false), (finding.Severity, finding.Repaired));
    }

    private sealed class Lines : ILoggerFactory, ILogger
    {
        public List<string> Written { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            lock (Written)
            {
                Written.Add(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
