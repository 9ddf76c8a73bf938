using System.Runtime.CompilerServices;
using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Domains;
using MailAdmin.Dns;
using MailAdmin.Texts;

namespace MailAdmin.Diagnosis;

/// <summary>The one place that names the tests of domains, whose assembly is loaded when it is first used.</summary>
internal static class DomainTests
{
    /// <summary>Tests what a domain publishes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async IAsyncEnumerable<MailTestResult> RunAsync(
        DomainQuestion question, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // An iterator, so that a refusal of the arguments comes out of the stream like any other.
        DomainTestRequest request = new()
        {
            Target = question.Target,
            Domain = DomainName.Parse(question.Target[(question.Target.LastIndexOf('@') + 1)..]),
            NameServers = NameServersOf(question.NameServer),
            Selectors = question.Selector,
            RdapServer = DomainRegistrations.ServerOf(question.RdapServer),
            Timeout = question.Timeout,
        };
        await foreach (MailTestResult result in DomainTest.RunAsync(request, cancellationToken))
        {
            yield return result;
        }
    }

    /// <summary>All results of a domain as one object.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static MailTestSummary Summarize(string target, IReadOnlyList<MailTestResult> results) =>
        RootCauseRule.Summarize(target, results);

    /// <summary>The name servers, if each is an address.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IReadOnlyList<string> NameServersOf(string[] given) =>
        given.FirstOrDefault(text => !DnsLookup.IsNameServer(text)) is { } wrong
        ? throw MailException.Of(MailError.InvalidArgument, wrong, "NameServer", MailText.Of("Reason.NotAnIPAddress"))
        : given;
}

/// <summary>What is asked about one domain.</summary>
internal sealed record DomainQuestion(
    string Target, string[] NameServer, string[] Selector, Uri? RdapServer, TimeSpan Timeout);
