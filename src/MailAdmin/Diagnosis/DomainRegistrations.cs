using System.Runtime.CompilerServices;
using MailAdmin.Diagnostics.Registration;
using MailAdmin.Texts;

namespace MailAdmin.Diagnosis;

/// <summary>
/// The one place that names the look-up of registrations, whose assembly is loaded when it is first used.
/// </summary>
internal static class DomainRegistrations
{
    /// <summary>Asks for one registration.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task<MailDomainRegistration> AskAsync(
        DomainName domain, Uri? server, TimeSpan timeout, CancellationToken cancellationToken) =>
        new RegistrationQuery(server, timeout).AskAsync(domain, cancellationToken);

    /// <summary>The address of a server that can be asked; null: none is given.</summary>
    public static Uri? ServerOf(Uri? given)
    {
        // RDAP is HTTP; a file or another scheme must not be opened for whoever can give a parameter.
        return given is null or { IsAbsoluteUri: true, Scheme: "http" or "https" }
            ? given
            : throw MailException.Of(
                MailError.InvalidArgument, given, "RdapServer", MailText.Of("Reason.NotAWebAddress"));
    }
}
