using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Logging;

/// <summary>
/// Logs what one part of the server has to say: from Information on to the store, and everything to the host.
/// </summary>
internal sealed class StoreLogger(StoreLog log, ILogger host, string categoryName) : ILogger
{
    private const string Prefix = "MailAdmin.";

    private readonly string category = categoryName.StartsWith(Prefix, StringComparison.Ordinal)
        ? categoryName[Prefix.Length..]
        : categoryName;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => host.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) =>
        logLevel is >= LogLevel.Information and < LogLevel.None || host.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (host.IsEnabled(logLevel))
        {
            host.Log(logLevel, eventId, state, exception, formatter);
        }

        if (logLevel is >= LogLevel.Information and < LogLevel.None)
        {
            log.Write(LevelOf(logLevel), category, eventId, formatter(state, exception), exception);
        }
    }

    private static MailLogLevel LevelOf(LogLevel level) => level switch
    {
        LogLevel.Critical => MailLogLevel.Critical,
        LogLevel.Error => MailLogLevel.Error,
        LogLevel.Warning => MailLogLevel.Warning,
        _ => MailLogLevel.Information,
    };
}
