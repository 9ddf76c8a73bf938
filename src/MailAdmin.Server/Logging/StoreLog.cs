using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Logging;

/// <summary>
/// The log of one store: what its parts log goes to files in its folder, to the journal of systemd when this process is
/// a service, to those who listen, and to the loggers of the host. It never delays or stops mail.
/// </summary>
internal sealed class StoreLog : ILoggerFactory, IAsyncDisposable
{
    private const string OwnCategory = "Server.Log";

    private readonly ILoggerFactory host;
    private readonly LogThrottle throttle;
    private readonly LogWriter writer;
    private readonly TimeProvider timeProvider;

    public StoreLog(string storePath, TimeProvider timeProvider, ILoggerFactory host)
    {
        this.timeProvider = timeProvider;
        this.host = host;
        throttle = new LogThrottle(timeProvider);
        var journal = JournalOutput.TryOpen();
        HasJournal = journal is not null;
        writer = new LogWriter(
            new LogFiles(storePath), journal, text => EntryOf(MailLogLevel.Warning, OwnCategory, 0, text, null));
    }

    /// <summary>Receives entries from Warning on; must not throw, and must not wait.</summary>
    public event Action<MailServerLogEntry>? Warned;

    /// <summary>Whether the journal of systemd receives everything.</summary>
    public bool HasJournal { get; }

    /// <summary>How many entries could not be written, and are not yet counted in the log.</summary>
    public long Lost => writer.Lost;

    public ILogger CreateLogger(string categoryName) =>
        new StoreLogger(this, host.CreateLogger(categoryName), categoryName);

    /// <inheritdoc cref="LogWriter.FlushAsync"/>
    public Task FlushAsync() => writer.FlushAsync();

    /// <summary>Begins to write, when the store is this process's.</summary>
    public void Start() => writer.Start();

    /// <summary>Writes nothing into the folder of the store any more.</summary>
    public void Detach() => writer.Detach();

    /// <summary>Logs an entry, unless there are too many of its kind.</summary>
    public void Write(MailLogLevel level, string category, EventId eventId, string message, Exception? exception)
    {
        if (!throttle.TryEnter(category, eventId.Id, out int leftOut))
        {
            return;
        }

        if (leftOut > 0)
        {
            string text = $"{leftOut} more entries like the next one were left out within a minute";
            Publish(EntryOf(level, category, eventId.Id, text, null));
        }

        Publish(EntryOf(level, category, eventId.Id, message, exception));
    }

    /// <summary>Not supported: everything goes to the store.</summary>
    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("The log of a store takes no other providers.");

    public ValueTask DisposeAsync() => writer.DisposeAsync();

    // The interface of the factory wants it; a log that nobody has awaited writes on until its entries are written.
    void IDisposable.Dispose() => _ = writer.DisposeAsync().AsTask();

    private void Publish(MailServerLogEntry entry)
    {
        writer.Write(entry);
        if (entry.Level >= MailLogLevel.Warning)
        {
            Warned?.Invoke(entry);
        }
    }

    private MailServerLogEntry EntryOf(
        MailLogLevel level, string category, int eventId, string message, Exception? exception)
    {
        // The stack of what was only refused tells nobody anything.
        string? cause = exception is null ? null
            : level >= MailLogLevel.Warning ? exception.ToString()
            : $"{exception.GetType().FullName}: {exception.Message}";
        return new MailServerLogEntry
        {
            Time = timeProvider.GetUtcNow().UtcDateTime,
            Level = level,
            Category = category,
            EventId = eventId,
            Message = LogText.Line(message, 8_192),
            Exception = cause is null ? null : LogText.Lines(cause, 32_768),
            ProcessId = Environment.ProcessId,
        };
    }
}
