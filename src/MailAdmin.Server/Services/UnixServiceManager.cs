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

        MailErrorKey notWritable = MailError.StoreAccessDenied.As("Service");
        foreach (string path in Directory.EnumerateFileSystemEntries(service.StorePath).Prepend(service.StorePath))
        {
            await RequireAccessAsync(service.User, "-w", path, notWritable, cancellationToken);
        }

        MailErrorKey notReadable = MailError.StoreAccessDenied.As("ServiceFile");
        foreach (string path in service.Files)
        {
            await RequireAccessAsync(service.User, "-r", path, notReadable, cancellationToken);
        }
    }

    // As the user, so that the folders above count too.
    private async Task RequireAccessAsync(
        string user, string access, string path, MailErrorKey refusal, CancellationToken cancellationToken)
    {
        ProgramResult result = await TryRunAsync(cancellationToken, [.. asUser, user, "--", "test", access, path]);
        if (result.ExitCode != 0)
        {
            throw MailException.Of(refusal, path, user);
        }
    }
}
