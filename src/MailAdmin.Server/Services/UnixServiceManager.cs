namespace MailAdmin.Server.Services;

/// <summary>What the managers of Linux and macOS have in common: users, and the modes of files.</summary>
public abstract class UnixServiceManager : ServiceManager
{
    private readonly string[] asUser;

    private protected UnixServiceManager(ServiceHost host, string extension, params string[] asUser)
        : base(host, extension)
    {
        this.asUser = asUser;
    }

    /// <inheritdoc/>
    public override string DefaultUser => "mailadmin";

    /// <inheritdoc/>
    private protected override async Task RequireUserAsync(
        ServiceDescription service, CancellationToken cancellationToken)
    {
        if ((await TryRunAsync(cancellationToken, "id", "-u", "--", service.User)).ExitCode != 0)
        {
            throw MailException.Of(MailError.UserNotFound, service.User);
        }

        foreach (string path in Directory.EnumerateFileSystemEntries(service.StorePath).Prepend(service.StorePath))
        {
            if (!await MayAsync(service.User, "-w", path, cancellationToken))
            {
                throw MailException.Of(MailError.StoreAccessDenied.As("Service"), path, service.User);
            }
        }

        foreach (string path in service.Files)
        {
            if (!await MayAsync(service.User, "-r", path, cancellationToken))
            {
                throw MailException.Of(MailError.StoreAccessDenied.As("ServiceFile"), path, service.User);
            }
        }
    }

    // As the user, so that the folders above count too.
    private async Task<bool> MayAsync(string user, string access, string path, CancellationToken cancellationToken)
    {
        ProgramResult result = await TryRunAsync(cancellationToken, [.. asUser, user, "--", "test", access, path]);
        return result.ExitCode == 0;
    }
}
