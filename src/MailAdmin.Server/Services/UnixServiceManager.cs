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

        await RequireAccessAsync(service.User, "-w", service.StorePath, "Service", cancellationToken);
        foreach (string file in Directory.EnumerateFileSystemEntries(service.StorePath))
        {
            await RequireAccessAsync(service.User, "-w", file, "Service", cancellationToken);
        }

        foreach (string file in service.Files)
        {
            await RequireAccessAsync(service.User, "-r", file, "ServiceFile", cancellationToken);
        }
    }

    // As the user, so that the folders above count too.
    private async Task RequireAccessAsync(
        string user, string access, string path, string variant, CancellationToken cancellationToken)
    {
        ProgramResult result = await TryRunAsync(cancellationToken, [.. asUser, user, "--", "test", access, path]);
        if (result.ExitCode != 0)
        {
            throw MailException.Of(MailError.StoreAccessDenied.As(variant), path, user);
        }
    }
}
