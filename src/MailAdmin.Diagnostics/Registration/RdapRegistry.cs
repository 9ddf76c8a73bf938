using System.Net;
using MailAdmin.Diagnostics.Web;

namespace MailAdmin.Diagnostics.Registration;

/// <summary>
/// Asks registries by RDAP. RFC 9082 §3.1.3 (the question), RFC 9083 (the answer), RFC 9224 (which server), RFC 7480 §5
/// (404: no such domain). A name below a registered domain is found by asking for the names above it.
/// </summary>
internal sealed class RdapRegistry(WebReader web, RdapBootstrap bootstrap, Uri? server) : IDomainRegistry
{
    private const int MaxSize = 1024 * 1024;

    // mail.example.co.jp is two below its registration; deeper ones are asked from their end.
    private const int MaxQuestions = 4;

    /// <inheritdoc/>
    public async Task<DomainRegistration?> FindAsync(DomainName domain, CancellationToken cancellationToken) =>
        (await AskAsync(domain, cancellationToken)).Registration;

    /// <summary>As <see cref="FindAsync"/>, with the reason when there is none.</summary>
    public async Task<RegistryAnswer> AskAsync(DomainName domain, CancellationToken cancellationToken)
    {
        (Uri? found, string? problem) = server is not null ? (server, null) : await bootstrap.FindAsync(domain, web, cancellationToken);
        if (found is null)
        {
            return new RegistryAnswer(problem is null ? RegistryOutcome.NoServer : RegistryOutcome.Failed, domain, Problem: problem);
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
        for (int skipped = Math.Max(0, labels.Length - MaxQuestions - 1); skipped == 0 || skipped <= labels.Length - 2; skipped++)
        {
            yield return string.Join('.', labels[skipped..]);
        }
    }

    private async Task<RegistryAnswer> AskAsync(Uri found, DomainName name, CancellationToken cancellationToken)
    {
        Uri question = new(found.AbsoluteUri.TrimEnd('/') + "/domain/" + name.Ascii);
        WebAnswer answer = await web.GetAsync(question, "application/rdap+json", MaxSize, followRedirects: true, cancellationToken);
        if (answer.Problem is not null)
        {
            return new RegistryAnswer(RegistryOutcome.Failed, name, null, found, answer.Problem);
        }

        // Some registries call a name that has too many labels a bad request.
        if (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
        {
            return answer.Status == HttpStatusCode.NotFound || name.Ascii.Count(c => c == '.') > 1
                ? new RegistryAnswer(RegistryOutcome.NotRegistered, name, null, found)
                : new RegistryAnswer(RegistryOutcome.Failed, name, null, found, "the server refuses the question (400)");
        }

        return answer.IsSuccess && RdapAnswer.TryRead(answer.Content) is { } registration
            ? new RegistryAnswer(RegistryOutcome.Found, name, registration, found)
            : new RegistryAnswer(RegistryOutcome.Failed, name, null, found, answer.IsSuccess
                ? "the answer is not that of an RDAP server"
                : $"the server answered {(int)answer.Status}");
    }
}
