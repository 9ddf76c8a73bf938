using System.Net;
using MailAdmin.Diagnostics.Web;

namespace MailAdmin.Diagnostics.Registration;

/// <summary>
/// Asks registries by RDAP. RFC 9082 §3.1.3 (the question), RFC 9083 (the answer), RFC 9224 (which server), RFC 7480 §5
/// (404 for a domain that is not registered). For a name below a registered domain, the names above it are asked for
/// too.
/// </summary>
internal sealed class RdapRegistry(WebReader web, RdapBootstrap bootstrap, Uri? server)
{
    private const int MaxSize = 1024 * 1024;

    // mail.example.co.jp is two labels below its registration; of longer names the last labels are asked for.
    private const int MaxQuestions = 4;

    /// <summary>The registration, or the reason why there is none.</summary>
    public async Task<RegistryAnswer> AskAsync(DomainName domain, CancellationToken cancellationToken)
    {
        (Uri? found, string? problem) =
            server is not null ? (server, null) : await bootstrap.FindAsync(domain, web, cancellationToken);
        if (found is null)
        {
            RegistryOutcome outcome = problem is null ? RegistryOutcome.NoServer : RegistryOutcome.Failed;
            return new RegistryAnswer(outcome, domain, Problem: problem);
        }

        RegistryAnswer answer = new(RegistryOutcome.NotRegistered, domain, Server: found);
        foreach (string name in Candidates(domain.Ascii))
        {
            answer = await AskAsync(found, DomainName.Parse(name), cancellationToken);
            if (answer.Outcome != RegistryOutcome.NotRegistered)
            {
                break;
            }
        }

        return answer;
    }

    /// <summary>The name and those above it, down to two labels.</summary>
    private static IEnumerable<string> Candidates(string name)
    {
        string[] labels = name.Split('.');
        int first = Math.Max(0, labels.Length - MaxQuestions - 1);
        for (int skipped = first; skipped == 0 || skipped <= labels.Length - 2; skipped++)
        {
            yield return string.Join('.', labels[skipped..]);
        }
    }

    private async Task<RegistryAnswer> AskAsync(Uri found, DomainName name, CancellationToken cancellationToken)
    {
        Uri question = new(found.AbsoluteUri.TrimEnd('/') + "/domain/" + name.Ascii);
        WebAnswer answer =
            await web.GetAsync(question, "application/rdap+json", MaxSize, followRedirects: true, cancellationToken);
        RegistryAnswer failed = new(RegistryOutcome.Failed, name, Server: found);
        if (answer.Problem is not null)
        {
            return failed with { Problem = answer.Problem };
        }

        // Some registries call a name that has too many labels a bad request.
        bool isBadName = answer.Status == HttpStatusCode.BadRequest && name.Ascii.Count(c => c == '.') > 1;
        if (answer.Status == HttpStatusCode.NotFound || isBadName)
        {
            return failed with { Outcome = RegistryOutcome.NotRegistered };
        }

        if (answer.IsSuccess)
        {
            return RdapAnswer.TryRead(answer.Content) is { } registration
                ? failed with { Outcome = RegistryOutcome.Found, Registration = registration }
                : failed with { Problem = WrittenReason.Of("Written.RdapAnswer") };
        }

        return failed with
        {
            Problem = answer.Status == HttpStatusCode.BadRequest
                ? WrittenReason.Of("Written.RdapRefused")
                : WrittenReason.Of("Written.RdapStatus", (int)answer.Status),
        };
    }
}
