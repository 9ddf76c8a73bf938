using System.Globalization;
using System.Management.Automation;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using MailAdmin.Diagnostics.Errors;

namespace MailAdmin.Diagnosis;

/// <summary>
/// Turns what the pipeline brings into an error text, and names the resolver, whose assembly is loaded when it is first
/// used.
/// </summary>
internal static class ErrorResolutions
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static MailErrorResolution Resolve(object error) => error switch
    {
        // A test has explained its result already.
        MailTestResult result => new MailErrorResolution
        {
            Input = result.Message,
            Code = result.Code,
            Message = result.Message,
            Explanation = result.Explanation,
            Suggestion = result.Suggestion,
            FixCommand = result.FixCommand,
        },
        MailTestSummary { RootCause: { } cause } => Resolve(cause),
        _ => new ErrorResolver(CultureInfo.CurrentUICulture).Resolve(Read(error)),
    };

    private static ErrorInput Read(object error) => error switch
    {
        ErrorRecord record => Read(record),
        Exception exception => Read(exception),
        MailQueueItem item => new ErrorInput(Join(item.StatusCode, item.LastError)),
        MailTraceEvent traced => new ErrorInput(Join(traced.StatusCode, traced.Detail)),
        MailServerLogEntry logged => new ErrorInput(Join(logged.Message, logged.Exception)),
        MailStoreFinding finding => new ErrorInput(finding.Message),
        MailTestSummary summary => new ErrorInput(summary.Target),
        MailError own => new ErrorInput(own.ToString()) { Error = own },
        IFormattable number => new ErrorInput(number.ToString(null, CultureInfo.InvariantCulture)),
        _ => new ErrorInput(error.ToString() ?? ""),
    };

    // An error of a job or another session has lost its exception, but not its id.
    private static ErrorInput Read(ErrorRecord record)
    {
        ErrorInput input = Read(record.Exception);
        string[] id = record.FullyQualifiedErrorId.Split(',', 2);
        bool isOwn = id.Length == 2 && id[1].StartsWith("MailAdmin.", StringComparison.Ordinal);
        return input with
        {
            Text = record.ErrorDetails?.Message ?? record.Exception.Message,
            Error = input.Error ?? (isOwn && Enum.TryParse(id[0], out MailError error) ? error : null),
        };
    }

    /// <summary>The words of an exception and of those inside it: the cause is often the innermost.</summary>
    private static ErrorInput Read(Exception exception)
    {
        List<string> words = [];
        ErrorInput input = new("");
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            words.Add(inner.Message);
            input = inner switch
            {
                MailException own =>
                    input with { Exception = input.Exception ?? own, Error = input.Error ?? own.Error },
                SocketException socket => input with { Socket = socket.SocketErrorCode },
                _ => input,
            };
        }

        return input with { Text = string.Join('\n', words.Distinct()) };
    }

    private static string Join(string? code, string? words) =>
        string.Join(' ', new[] { code, words }.Where(part => !string.IsNullOrEmpty(part)));
}
