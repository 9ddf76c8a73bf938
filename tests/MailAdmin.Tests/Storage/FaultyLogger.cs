using Microsoft.Extensions.Logging;

namespace MailAdmin.Tests.Storage;

/// <summary>Throws once, when an observer of changes has failed: between a commit and the answers to it.</summary>
internal sealed class FaultyLogger : ILoggerFactory, ILogger
{
    public const string Reason = "The fault of the test.";
    private const int ObserverFailed = 1010;
    private bool hasThrown;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == ObserverFailed && !hasThrown)
        {
            hasThrown = true;
            throw new InvalidOperationException(Reason);
        }
    }

    public void Dispose()
    {
    }
}
